package io.cero.campaigns.endings;

/** What happens to a call. */
enum Disturbance {
  CONTEXT_CLOSED,
  /**
   * By another thread than the one inside; a poller's, a monitor's or a proxy's own end as well.
   */
  SOCKET_CLOSED,
  INTERRUPTED,
  /** The peer's connection is broken; then the context is closed. */
  PEER_KILLED,
  /**
   * The peer's I/O thread stands still, as that of a stopped process does, and heartbeats may tell;
   * then the context is closed.
   */
  PEER_FROZEN,
  /**
   * Something of the application's throws an exception or an error on the I/O thread, and so do the
   * socket's own callback and hook; then the context is closed.
   */
  FAULT,
  /** Nothing: the call has a timeout. */
  TIME_OVER;

  /** True if it befalls a peer, of which there must be one. */
  boolean isOfAPeer() {
    return this == PEER_KILLED || this == PEER_FROZEN;
  }
}
