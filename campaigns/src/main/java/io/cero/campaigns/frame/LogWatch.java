package io.cero.campaigns.frame;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the library logs while a campaign provokes it, instead of the console: warnings are
 * counted, and the first error, which says that a task or a connection's end failed, is kept.
 */
public final class LogWatch extends Handler {
  private final Logger logger = Logger.getLogger("io.cero");
  private final AtomicInteger warnings = new AtomicInteger();
  private final AtomicReference<@Nullable LogRecord> error = new AtomicReference<>();

  public LogWatch() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
      error.compareAndSet(null, record);
    } else if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      warnings.incrementAndGet();
    }
  }

  public int warnings() {
    return warnings.get();
  }

  /** Throws if there was an error. */
  public void requireNoError() {
    LogRecord first = error.get();
    if (first != null) {
      throw new AssertionError("the library logged: " + first.getMessage(), first.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    for (Handler handler : List.of(logger.getHandlers())) {
      if (handler == this) {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
      }
    }
  }
}
