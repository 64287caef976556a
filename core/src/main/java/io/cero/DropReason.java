package io.cero;

/** Why messages were dropped. */
public enum DropReason {
  /** Nobody had subscribed to it: counted by the statistics, but not told to monitors. */
  NO_PEER,
  /** The pipe was at its high-water mark or its byte budget. */
  HIGH_WATER_MARK,
  /** No peer has the message's routing id, or the message had none. */
  UNROUTABLE,
  /** It was larger than the maximum message size. */
  TOO_LARGE,
  /** A newer one took its place in a socket that keeps only the newest. */
  CONFLATED,
  /** It matched no subscription at the subscriber's own filter. */
  FILTERED,
  /** The peer that it waited for, or came from, is gone. */
  PEER_GONE,
  /** It had not the form that the pattern needs, for instance a request without delimiter. */
  MALFORMED,
  /** The linger ended before it was delivered. */
  LINGER_ENDED,
  /** It had overflowed to disk and could not be read back: a file was damaged. */
  UNREADABLE,
  /** This side closed the socket, or dropped the peer, before it was received. */
  CLOSED
}
