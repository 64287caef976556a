package io.cero;

/** Why a handshake failed. */
public enum HandshakeFailure {
  /** The peer's first bytes are not those of a ZMTP peer. */
  NOT_ZMTP,
  /** The peer speaks a version that is not supported. */
  VERSION,
  /** The peer has another security mechanism, or the same role. */
  MECHANISM,
  /** Who we are, or who the peer is, was refused. */
  AUTHENTICATION,
  /** The peer's pattern cannot talk to ours, a PUB with a REQ for instance. */
  SOCKET_TYPE,
  /** A command was malformed, unexpected or out of sequence. */
  PROTOCOL_ERROR,
  /** The peer sent an ERROR command; its reason is in the text. */
  REFUSED_BY_PEER,
  /** A known peer has the same identity, and handover is off. */
  DUPLICATE_IDENTITY,
  /** A PAIR has its peer already, or has too much to receive of former ones. */
  OCCUPIED,
  /** It was not finished within the handshake timeout. */
  TIMEOUT,
  /** The peer closed the connection before it was finished. */
  PEER_CLOSED,
  /** The operating system reported an error, a reset for instance. */
  IO_ERROR
}
