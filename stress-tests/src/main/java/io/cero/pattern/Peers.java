package io.cero.pattern;

import io.cero.pipe.Slot;

/** Peers that carry events and nothing else. */
final class Peers {
  private Peers() {}

  static Peer of(Inbox inbox) {
    return new Peer(inbox, new Slot(), new Slot(), "inproc://stress", true);
  }
}
