package io.cero;

import java.time.Duration;

/**
 * The TCP keep-alive of a connection, which the operating system sends and times.
 *
 * @param mode whether it is on, off, or as the system has it
 * @param idle how long a connection is quiet before the first probe: whole seconds, at least one;
 *     zero leaves it to the system
 * @param interval how long between two probes: whole seconds, at least one; zero leaves it to the
 *     system
 * @param count how many probes without an answer end the connection; zero leaves it to the system
 */
public record KeepAlive(Mode mode, Duration idle, Duration interval, int count) {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(32_767);

  /** Whether keep-alive is on. */
  public enum Mode {
    /** As the operating system has it for new sockets. */
    SYSTEM,
    /** Off. */
    OFF,
    /** On. */
    ON
  }

  /**
   * Checks the values.
   *
   * @throws OptionException if one is out of its range (32,767 s, 127 probes)
   */
  public KeepAlive {
    if (!idle.isZero()) {
      OptionCheck.between("keepAlive idle", idle, SECOND, LONGEST);
    }
    if (!interval.isZero()) {
      OptionCheck.between("keepAlive interval", interval, SECOND, LONGEST);
    }
    OptionCheck.between("keepAlive count", count, 0, 127);
  }

  /** Returns the keep-alive that is as the operating system has it for new sockets. */
  public static KeepAlive system() {
    return new KeepAlive(Mode.SYSTEM, Duration.ZERO, Duration.ZERO, 0);
  }

  /** Returns no keep-alive. */
  public static KeepAlive off() {
    return new KeepAlive(Mode.OFF, Duration.ZERO, Duration.ZERO, 0);
  }

  /** Returns keep-alive with the system's times. */
  public static KeepAlive on() {
    return new KeepAlive(Mode.ON, Duration.ZERO, Duration.ZERO, 0);
  }

  /** Returns this keep-alive with another time of quiet before the first probe. */
  public KeepAlive withIdle(Duration idle) {
    return new KeepAlive(mode, idle, interval, count);
  }

  /** Returns this keep-alive with another time between two probes. */
  public KeepAlive withInterval(Duration interval) {
    return new KeepAlive(mode, idle, interval, count);
  }

  /** Returns this keep-alive with another number of probes. */
  public KeepAlive withCount(int count) {
    return new KeepAlive(mode, idle, interval, count);
  }
}
