package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.pipe.Slot;
import io.cero.reactor.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final Waiter waiter = new Waiter();
  private final Inbox inbox = new Inbox(waiter);
  private final Peer first = peer();
  private final Peer second = peer();
  private final Peer third = peer();
  private final List<Peer> taken = new ArrayList<>();

  private Peer peer() {
    return new Peer(inbox, new Slot(), new Slot(), "inproc://inbox", true);
  }

  private void take(Peer peer, int events) {
    assertEquals(Peer.READABLE, events);
    taken.add(peer);
  }

  @Test
  void shouldKeepTheRestInOrderWhenTheReaderThrows() {
    List.of(first, second, third).forEach(peer -> peer.post(Peer.READABLE));
    waiter.take();
    RuntimeException fault = new IllegalStateException("on purpose");
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                inbox.drainTo(
                    (peer, events) -> {
                      take(peer, events);
                      throw fault;
                    }));
    assertSame(fault, thrown);
    assertEquals(List.of(first), taken);
    assertTrue(waiter.isSignalled(), "who waits sleeps over the rest");
    inbox.drainTo(this::take);
    assertEquals(List.of(first, second, third), taken);
    first.post(Peer.READABLE);
    inbox.drainTo(this::take);
    assertEquals(List.of(first, second, third, first), taken);
  }

  @Test
  void shouldRefuseWhoArrivesWhenItIsSealed() {
    assertTrue(first.arrive(Peer.READABLE));
    inbox.seal(this::take);
    assertFalse(second.arrive(Peer.READABLE));
    first.post(Peer.READABLE); // to no end
    assertTrue(inbox.isEmpty());
    inbox.drainTo(this::take);
    inbox.seal(this::take);
    assertFalse(third.arrive(Peer.READABLE));
    assertEquals(List.of(first), taken);
  }
}
