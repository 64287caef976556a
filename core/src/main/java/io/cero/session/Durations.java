package io.cero.session;

import java.time.Duration;

/** Durations as nanoseconds, without overflow. */
public final class Durations {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Durations() {}

  /** Nanoseconds; {@link Long#MAX_VALUE} for what is as long as that or longer, so for ever. */
  public static long nanos(Duration duration) {
    return duration.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : duration.toNanos();
  }
}
