package io.cero.pattern;

import io.cero.DropReason;

/** What a pattern asks of the socket that it makes up. Called inside the socket only. */
public interface Host {
  /** Messages were dropped that the application had sent, or that a peer had. */
  void dropped(DropReason reason, long messages);

  /** A peer is gone and everything it sent was read: nothing refers to it any more. */
  void forgotten(Peer peer);

  /** A peer was turned away because another has the identity that it announced. */
  default void refused(Peer peer, byte[] identity) {}
}
