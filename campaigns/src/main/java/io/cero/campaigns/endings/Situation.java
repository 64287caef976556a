package io.cero.campaigns.endings;

/** The state of a socket and of its peers when a call begins. */
enum Situation {
  /** Neither bound nor connected. */
  UNATTACHED,
  /** Bound, and nobody has come. */
  BOUND,
  /** Connecting to where nobody listens. */
  NOBODY,
  /** The same, with as much sent as the mark allows. */
  QUEUED,
  /** A connection on which the peer says nothing, not even its greeting. */
  STUCK,
  /** A peer that is there, reads nothing yet and sends nothing. */
  IDLE_PEER,
  /** The same, with as much sent as the marks allow. */
  PEER_AT_MARK,
  /** A peer that stopped reading after the handshake, with as much sent as anything takes. */
  FROZEN_PEER;

  /** True if there is a peer, a silent one included. */
  boolean hasPeer() {
    return this == IDLE_PEER || this == PEER_AT_MARK || this == FROZEN_PEER || this == STUCK;
  }

  /** True if the socket may have bound an endpoint, of its own or for its peer. */
  boolean mayBeBound() {
    return this == BOUND || hasPeer();
  }

  /** True if the socket may have connected. */
  boolean mayBeConnected() {
    return this != UNATTACHED && this != BOUND;
  }
}
