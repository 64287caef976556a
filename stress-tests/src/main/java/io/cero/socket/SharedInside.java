package io.cero.socket;

import io.cero.pattern.Inbox;
import io.cero.pattern.Peer;
import io.cero.pipe.Slot;
import io.cero.reactor.Waiter;

/** A shared socket of which there is nothing but its turns, its inbox and a peer. */
final class SharedInside implements Turns.Inside {
  private final Waiter nobody = new Waiter();
  private final Inbox inbox = new Inbox(nobody);
  private final Peer peer = new Peer(inbox, new Slot(), new Slot(), "inproc://stress", true);
  final Turns turns = new Turns(this, inbox, nobody);

  /** Plain, as what a socket's calls write. */
  int looks;

  private boolean message;

  /** A message comes. Any thread. */
  void comes() {
    peer.post(Peer.READABLE);
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public void takeNote() {
    int before = looks;
    looks = before + 1;
    inbox.drainTo((of, events) -> message |= (events & Peer.READABLE) != 0);
  }

  @Override
  public boolean canReceive() {
    return message;
  }
}
