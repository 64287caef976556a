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
  /** This side closed it: the socket, its context, or a disconnect or unbind. */
  LOCAL_CLOSE,
  /** The operating system reported an error, a reset for instance. */
  IO_ERROR,
  /** Something failed on this side; every other connection goes on. */
  INTERNAL_ERROR
}
