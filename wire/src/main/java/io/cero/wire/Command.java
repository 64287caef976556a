package io.cero.wire;

/** A command of traffic that a peer has sent (RFC 37, "Commands"). */
public sealed interface Command {
  /**
   * Asks for a PONG with the same context.
   *
   * @param ttl tenths of a second after which this side may drop a silent connection, 0 for never
   * @param context 0 to 16 octets
   */
  record Ping(int ttl, byte[] context) implements Command {}

  /** Answers a PING. */
  record Pong(byte[] context) implements Command {}

  /** Subscribes to the messages that start with that topic. */
  record Subscribe(byte[] topic) implements Command {}

  /** Takes one subscription back. */
  record Cancel(byte[] topic) implements Command {}

  /** A fatal error of the peer's; the reason is printable ASCII. */
  record Error(String reason) implements Command {}

  /** A command that ZMTP 3.1 or a mechanism may define, but that means nothing here. */
  record Unknown(String name) implements Command {}
}
