package io.cero.wire;

/** A socket's pattern, by the name it announces in its READY command (RFC 37, "Socket-Type"). */
public enum SocketType {
  PAIR,
  PUB,
  SUB,
  REQ,
  REP,
  DEALER,
  ROUTER,
  PULL,
  PUSH,
  XPUB,
  XSUB,
  STREAM
}
