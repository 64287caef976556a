package io.cero.reactor;

import java.lang.System.Logger.Level;

/**
 * Says something to the application's log on a thread that has to go on, whatever the log does: its
 * handlers and filters are the application's, and may throw.
 */
public final class Report {
  private Report() {}

  /**
   * Logs a fault. The logger is found only where it is needed: logging takes longer to begin than
   * all of this library.
   *
   * @param logger its name
   */
  public static void fault(String logger, Level level, String text, Throwable fault) {
    try {
      System.getLogger(logger).log(level, text, fault);
    } catch (RuntimeException | Error unheard) {
      // There is nobody else who could be told.
    }
  }
}
