package io.cero.campaigns.endings;

/** A call that may wait, or that has to work whatever else happens. */
enum BlockingCall {
  SEND,
  SEND_PARTS,
  SEND_FOR,
  SEND_BUFFER,
  RECEIVE,
  RECEIVE_FOR,
  RECEIVE_FRAME,
  RECEIVE_INTO,
  POLL_TO_READ,
  POLL_TO_WRITE,
  AWAIT_SUBSCRIBERS,
  AWAIT_PEERS,
  NEXT_EVENT,
  PROXY,
  BIND,
  UNBIND,
  CONNECT,
  DISCONNECT,
  CLOSE,
  CLOSE_CONTEXT;

  boolean sends() {
    return ordinal() <= SEND_BUFFER.ordinal();
  }

  boolean receives() {
    return RECEIVE.ordinal() <= ordinal() && ordinal() <= RECEIVE_INTO.ordinal();
  }

  /** True if it never waits for a peer, so that nothing but its own work ends it. */
  boolean isBrief() {
    return ordinal() >= BIND.ordinal();
  }
}
