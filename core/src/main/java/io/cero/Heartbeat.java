package io.cero;

import java.time.Duration;

/**
 * When a connection asks its peer for a sign of life, and when it gives it up (RFC 37, "Connection
 * Heartbeating"). Any byte that arrives is a sign of life.
 *
 * @param interval how long between two PINGs; zero sends none
 * @param timeout how long a peer may take to answer a PING with a byte of any kind, before the
 *     connection is dropped; zero never drops it. It need not say anything before the next PING, so
 *     it is dropped when it has been silent for the interval and the timeout together
 * @param timeToLive how long the peer is told to wait for us before it drops the connection: zero
 *     to 6553.5 s in steps of 100 ms (rounded down, so not less than one step); zero tells nothing
 */
public record Heartbeat(Duration interval, Duration timeout, Duration timeToLive) {
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMillis(6_553_599);
  private static final Heartbeat NONE = new Heartbeat(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /**
   * Checks the values.
   *
   * @throws OptionException if one is out of its range
   */
  public Heartbeat {
    OptionCheck.notNegative("heartbeat interval", interval);
    OptionCheck.notNegative("heartbeat timeout", timeout);
    if (!timeToLive.isZero()) {
      OptionCheck.between("heartbeat timeToLive", timeToLive, STEP, LONGEST);
    }
  }

  /** Returns the heartbeat that sends nothing and drops nothing; a peer's PINGs are answered. */
  public static Heartbeat none() {
    return NONE;
  }

  /** Returns the heartbeat with this interval, which is its timeout too, and no time to live. */
  public static Heartbeat every(Duration interval) {
    return new Heartbeat(interval, interval, Duration.ZERO);
  }

  /** Returns this heartbeat with another timeout. */
  public Heartbeat withTimeout(Duration timeout) {
    return new Heartbeat(interval, timeout, timeToLive);
  }

  /** Returns this heartbeat with another time to live. */
  public Heartbeat withTimeToLive(Duration timeToLive) {
    return new Heartbeat(interval, timeout, timeToLive);
  }

  /** Returns whether PINGs are sent. */
  public boolean isOn() {
    return !interval.isZero();
  }
}
