package io.cero.wire;

/** A version of ZMTP, in the order of their age. */
public enum ZmtpVersion {
  /** RFC 13: no version number, no socket type, lengths that count the flags octet. */
  V1_0("1.0"),
  /** RFC 15: the socket type is an octet of the greeting; commands do not exist. */
  V2_0("2.0"),
  /**
   * RFC 23: mechanisms and metadata. Subscriptions are messages. libzmq 4.2.0 to 4.3.2 speaks 3.0
   * and nonetheless sends and answers PING.
   */
  V3_0("3.0"),
  /** RFC 37: subscriptions and heartbeats are commands. libzmq speaks it since 4.3.3. */
  V3_1("3.1");

  private final String text;

  ZmtpVersion(String text) {
    this.text = text;
  }

  /** Whether the traffic of this version may hold command frames. */
  public boolean hasCommands() {
    return this == V3_0 || this == V3_1;
  }

  /** Whether subscriptions travel as SUBSCRIBE and CANCEL commands, not as messages. */
  public boolean subscribesByCommand() {
    return this == V3_1;
  }

  /** The number alone, such as {@code 3.1}. */
  @Override
  public String toString() {
    return text;
  }
}
