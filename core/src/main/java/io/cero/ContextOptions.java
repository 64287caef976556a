package io.cero;

import java.time.Duration;

/**
 * What is set for a whole context, before it is made: {@code Context.create(o -> o.ioThreads(2))}.
 * Of one thread until the context is made; after that it can be read by any and changed by none.
 */
public final class ContextOptions {
  private boolean frozen;
  private int ioThreads = 1;
  private int maximumSockets;
  private String threadNamePrefix = "cero";
  private Duration linger = SocketOptions.DEFAULT_LINGER;
  private long maximumMessageSize = -1;
  private boolean ipv6;

  /** Makes options that all have their defaults. */
  ContextOptions() {}

  /** No setter works from here on. */
  ContextOptions freeze() {
    frozen = true;
    return this;
  }

  private void requireSettable(String option) {
    if (frozen) {
      throw new OptionException(option, "it is given when the context is made, not later");
    }
  }

  /**
   * How many I/O threads serve the context's connections: 0 to 256, default 1. One is enough until
   * a measurement says otherwise. With 0, only inproc endpoints work.
   */
  public ContextOptions ioThreads(int count) {
    requireSettable("ioThreads");
    ioThreads = OptionCheck.between("ioThreads", count, 0, 256);
    return this;
  }

  /** Returns how many I/O threads serve the context's connections. */
  public int ioThreads() {
    return ioThreads;
  }

  /** How many sockets may be open at once; 0, the default, sets no limit. */
  public ContextOptions maximumSockets(int count) {
    requireSettable("maximumSockets");
    maximumSockets = OptionCheck.atLeast("maximumSockets", count, 0, "0 sets no limit");
    return this;
  }

  /** Returns how many sockets may be open at once; 0 for no limit. */
  public int maximumSockets() {
    return maximumSockets;
  }

  /** What the names of the context's threads begin with; default {@code cero}. */
  public ContextOptions threadNamePrefix(String prefix) {
    requireSettable("threadNamePrefix");
    threadNamePrefix = OptionCheck.shortText("threadNamePrefix", prefix, 1);
    return this;
  }

  /** Returns what the names of the context's threads begin with. */
  public String threadNamePrefix() {
    return threadNamePrefix;
  }

  /** The linger that sockets have unless they are given one; default 1 s. */
  public ContextOptions linger(Duration linger) {
    requireSettable("linger");
    this.linger = OptionCheck.notNegative("linger", linger);
    return this;
  }

  /** Returns the linger that sockets have unless they are given one. */
  public Duration linger() {
    return linger;
  }

  /** The maximum message size that sockets have unless they are given one; default -1, none. */
  public ContextOptions maximumMessageSize(long bytes) {
    requireSettable("maximumMessageSize");
    maximumMessageSize =
        OptionCheck.atLeast("maximumMessageSize", bytes, -1, "bytes, or -1 for no limit");
    return this;
  }

  /** Returns the maximum message size that sockets have unless they are given one. */
  public long maximumMessageSize() {
    return maximumMessageSize;
  }

  /** Whether sockets have {@link TcpOptions#ipv6()} unless they are told; default false. */
  public ContextOptions ipv6(boolean on) {
    requireSettable("ipv6");
    ipv6 = on;
    return this;
  }

  /** Returns whether sockets have {@link TcpOptions#ipv6()} unless they are told. */
  public boolean ipv6() {
    return ipv6;
  }
}
