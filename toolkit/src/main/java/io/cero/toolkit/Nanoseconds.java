package io.cero.toolkit;

import java.time.Duration;

/** Durations as a number of nanoseconds. */
final class Nanoseconds {
  /** The longest delay of a timer, some 146 years: deadlines are compared by their difference. */
  static final long LONGEST_DELAY = Long.MAX_VALUE / 2;

  private Nanoseconds() {}

  /** A duration; the largest or smallest long if it is beyond that. */
  static long of(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** A timer's delay: none if it is negative, and at most {@link #LONGEST_DELAY}. */
  static long delay(Duration duration) {
    return Math.max(0, Math.min(of(duration), LONGEST_DELAY));
  }
}
