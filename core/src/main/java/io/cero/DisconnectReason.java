package io.cero;

/** Why an established connection ended. */
public enum DisconnectReason {
  /** The peer closed it. */
  PEER_CLOSED,
  /** The peer sent what the protocol forbids. */
  PROTOCOL_ERROR,
  /** The peer sent a message larger than the maximum message size. */
  MESSAGE_TOO_LARGE,
  /** No byte came within the heartbeat's timeout, or the peer's time to live. */
  HEARTBEAT_TIMEOUT,
  /** Another connection with the same identity took its place. */
  REPLACED,
  /** This side turned the peer away although its handshake succeeded; the text says why. */
  REFUSED,
  /** The peer sent an ERROR command, whose reason is in the text: it refused or replaced us. */
  REFUSED_BY_PEER,
  /** This side closed it: the socket, its context, a disconnect, or a drop of this peer. */
  LOCAL_CLOSE,
  /** The operating system reported an error, a reset for instance. */
  IO_ERROR,
  /** Something failed on this side; every other connection goes on. */
  INTERNAL_ERROR
}
