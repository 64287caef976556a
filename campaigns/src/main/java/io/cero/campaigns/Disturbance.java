package io.cero.campaigns;

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
  /** Something of the application's throws on the I/O thread; then the context is closed. */
  FAULT,
  /** Nothing: the call has a timeout. */
  TIME_OVER
}
