package io.cero;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How a connecting socket comes back after its connection failed or was lost.
 *
 * <p>Up to a quarter is taken off every wait at random, so that a thousand peers of a server that
 * comes back do not knock in step.
 *
 * @param interval how long to wait before the first try: 1 ms or more, or {@link
 *     SocketOptions#FOREVER} for no further try
 * @param maximumInterval the wait is doubled with every try in a row that fails, up to this; equal
 *     to the interval, it is not doubled
 * @param stopOn the outcomes after which no further try is made
 */
public record Reconnect(Duration interval, Duration maximumInterval, Set<StopCondition> stopOn) {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Reconnect DEFAULTS = every(Duration.ofMillis(100));

  /** An outcome after which a connecting socket stops trying. */
  public enum StopCondition {
    /** Nobody listens at the endpoint. */
    CONNECTION_REFUSED,
    /** Somebody listens, but the handshake failed: not a ZMTP peer, or one that refuses us. */
    HANDSHAKE_FAILED,
    /** The endpoint was disconnected while a try was under way. */
    AFTER_DISCONNECT
  }

  /**
   * Checks the values.
   *
   * @throws OptionException if the interval is shorter than 1 ms or the maximum shorter than it
   */
  public Reconnect {
    OptionCheck.atLeast("reconnect interval", interval, SHORTEST);
    OptionCheck.atLeast("reconnect maximumInterval", maximumInterval, interval);
    EnumSet<StopCondition> copy = EnumSet.noneOf(StopCondition.class);
    copy.addAll(stopOn);
    stopOn = Collections.unmodifiableSet(copy);
  }

  /** Returns the default: every 100 ms, never longer, never stopping. */
  public static Reconnect defaults() {
    return DEFAULTS;
  }

  /** Returns the one that tries every so often, with no back-off. */
  public static Reconnect every(Duration interval) {
    return new Reconnect(interval, interval, Set.of());
  }

  /** Returns the one that makes no further try. */
  public static Reconnect never() {
    return every(SocketOptions.FOREVER);
  }

  /** Returns this one with the wait doubled from try to try, up to this maximum. */
  public Reconnect withMaximumInterval(Duration maximumInterval) {
    return new Reconnect(interval, maximumInterval, stopOn);
  }

  /** Returns this one with these outcomes, and no others, after which no further try is made. */
  public Reconnect withStopOn(StopCondition... stopOn) {
    return new Reconnect(interval, maximumInterval, Set.copyOf(List.of(stopOn)));
  }

  /** Returns whether there is a further try at all. */
  public boolean isOn() {
    return !interval.equals(SocketOptions.FOREVER);
  }
}
