package io.cero.session;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the engine's logger says at WARNING and above while this is open.
 *
 * <p>The platform's logger is reached by reflection, because no module of ours reads it.
 */
final class FaultLog implements AutoCloseable {
  private static final String LOGGER = "io.cero.reactor";
  private static final int WARNING = 900;

  private final List<String> records = new CopyOnWriteArrayList<>();
  private final Object logger;
  private final Class<?> filter;

  private FaultLog() throws ReflectiveOperationException {
    System.getLogger(LOGGER); // makes sure that the logger is the one that is used
    Class<?> type = Class.forName("java.util.logging.Logger");
    filter = Class.forName("java.util.logging.Filter");
    logger = type.getMethod("getLogger", String.class).invoke(null, LOGGER);
    set(
        Proxy.newProxyInstance(
            FaultLog.class.getClassLoader(),
            new Class<?>[] {filter},
            (proxy, method, arguments) -> {
              note(arguments[0]);
              return true;
            }));
  }

  static FaultLog open() {
    try {
      return new FaultLog();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private void note(Object entry) throws ReflectiveOperationException {
    Class<?> type = entry.getClass();
    Object level = type.getMethod("getLevel").invoke(entry);
    if ((int) level.getClass().getMethod("intValue").invoke(level) >= WARNING) {
      records.add(
          type.getMethod("getMessage").invoke(entry)
              + ": "
              + type.getMethod("getThrown").invoke(entry));
    }
  }

  private void set(Object value) throws ReflectiveOperationException {
    logger.getClass().getMethod("setFilter", filter).invoke(logger, value);
  }

  List<String> records() {
    return List.copyOf(records);
  }

  @Override
  public void close() {
    try {
      set(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
