package io.cero.toolkit;

import java.time.Duration;

/**
 * How long a poll may wait until a timer is due, as a duration that costs nothing while messages
 * come in a stream.
 *
 * <p>A wait that follows one which found something probably finds something too, so it is given a
 * duration that is there: the largest power of two that is not too long. If nothing has come by
 * then, the next wait is given the rest, exactly.
 */
final class WaitTime {
  private static final Duration[] POWERS = new Duration[Long.SIZE - 1];

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Duration.ofNanos(1L << i);
    }
  }

  private boolean foundSomething;

  /** True if the last wait found something, so that it pays off to look before one waits. */
  boolean foundSomething() {
    return foundSomething;
  }

  /** A duration of at most so many nanoseconds, and more than half. */
  Duration of(long nanos) {
    if (nanos <= 0) {
      return Duration.ZERO;
    }
    return foundSomething
        ? POWERS[Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos)]
        : Duration.ofNanos(nanos);
  }

  /** The wait is over. */
  void ended(boolean nowFoundSomething) {
    foundSomething = nowFoundSomething;
  }
}
