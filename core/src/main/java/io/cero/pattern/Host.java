package io.cero.pattern;

import io.cero.DropReason;

/** What a pattern asks of the socket that it makes up. Called inside the socket only. */
public interface Host {
  /** Tells that messages were dropped; the methods below see that they are also accounted for. */
  void dropped(DropReason reason, long messages);

  /** Messages that the application sent to a peer were dropped before they lay in its pipe. */
  default void droppedFor(Peer peer, DropReason reason, long messages) {
    peer.account.droppedBefore(reason, messages);
    dropped(reason, messages);
  }

  /** Messages were sent that nobody has subscribed to. They are counted, but no news. */
  default void forNobody(long messages) {}

  /** Messages that the application sent were dropped, and no peer was found for them. */
  default void droppedForNobody(DropReason reason, long messages) {
    dropped(reason, messages);
  }

  /** Messages of a peer were dropped after they were taken from its pipe. */
  default void droppedFrom(Peer peer, DropReason reason, long messages) {
    peer.account.droppedAfter(reason, messages);
    dropped(reason, messages);
  }

  /** A peer is gone and everything it sent was read: nothing refers to it any more. */
  void forgotten(Peer peer);

  /**
   * Something has changed that peers are told of: those that come at this moment shall be attached
   * now, not at the next call, or nobody tells them meanwhile.
   */
  default void lookAround() {}
}
