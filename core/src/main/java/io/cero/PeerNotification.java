package io.cero;

/** A change among a ROUTER's peers that can be received as a message. */
public enum PeerNotification {
  /** A peer's handshake succeeded. */
  CONNECT,
  /** A peer is gone. */
  DISCONNECT
}
