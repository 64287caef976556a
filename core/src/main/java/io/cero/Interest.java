package io.cero;

/** What a {@link Poller} watches a socket or channel for. */
public enum Interest {
  /** A message can be received; for a channel, it can be read or a connection accepted. */
  READ,
  /** A message can be sent; for a channel, it can be written or its connection completed. */
  WRITE
}
