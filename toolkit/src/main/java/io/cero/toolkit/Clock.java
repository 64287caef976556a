package io.cero.toolkit;

import java.time.Instant;
import java.time.InstantSource;

/**
 * What time it is, in two ways: monotonic time, by which one measures and waits, and wall time,
 * which people read. There is the system's, and a fake for tests.
 *
 * <p>Any thread may use a clock.
 */
public abstract sealed class Clock implements InstantSource permits SystemClock, FakeClock {
  Clock() {}

  /** Returns the system's clock. */
  public static Clock system() {
    return SystemClock.INSTANCE;
  }

  /**
   * Returns monotonic time in nanoseconds from an arbitrary origin. It never goes back, and nobody
   * sets it. It may overflow, so compare two values by the sign of their difference.
   */
  public abstract long nanoTime();

  /** Returns wall time. It may be set, and so may jump and go back. */
  @Override
  public abstract Instant instant();

  /**
   * True if the time goes by as {@link System#nanoTime} tells it, so that one may sleep until a
   * time has come; false if only jumps bring it about.
   */
  abstract boolean flows();

  /** Has a callback run after every jump, in the thread that makes it. */
  abstract void addJumpListener(Runnable listener);

  /** Takes a callback back. */
  abstract void removeJumpListener(Runnable listener);
}
