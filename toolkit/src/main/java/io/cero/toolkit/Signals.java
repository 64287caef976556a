package io.cero.toolkit;

import io.cero.UnsupportedFeatureException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * The operating system's signals, by reflection on {@code sun.misc.Signal}: it is exported for
 * everybody's use, but a class that is compiled against it is warned of.
 */
final class Signals {
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private Signals() {}

  /** A handler that was installed, to be taken back. */
  @FunctionalInterface
  interface Installed {
    /** Has the signal do again what it did before. */
    void restore();
  }

  /**
   * Has a signal call a handler, each time in a new thread of the JVM's.
   *
   * @param name the signal's name without SIG
   * @param handler what to call, with the signal's name
   * @throws UnsupportedFeatureException if this JVM leaves the signal to something else
   */
  static Installed install(String name, Consumer<String> handler) {
    try {
      Class<?> signalType = Class.forName(SIGNAL);
      Class<?> handlerType = Class.forName(HANDLER);
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      Method handle = signalType.getMethod("handle", signalType, handlerType);
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      handler.accept(name);
                      yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "Cero's handler of SIG" + name;
                  });
      Object before = handle.invoke(null, signal, proxy);
      return () -> restore(handle, signal, before);
    } catch (InvocationTargetException refused) {
      throw new UnsupportedFeatureException(
          "this JVM does not give SIG"
              + name
              + " to the program ("
              + refused.getCause()
              + "): start it without -Xrs");
    } catch (ReflectiveOperationException missing) {
      throw new UnsupportedFeatureException(
          "this JDK has no signals (" + missing + "): add the module jdk.unsupported");
    }
  }

  private static void restore(Method handle, Object signal, Object before) {
    try {
      handle.invoke(null, signal, before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a signal's former handler cannot be put back", e);
    }
  }

  /** The number that tells in an exit status by which signal a program was ended. */
  static int number(String name) {
    return switch (name) {
      case "INT" -> 2;
      case "TERM" -> 15;
      default -> throw new IllegalArgumentException("not a signal that ends a program: " + name);
    };
  }
}
