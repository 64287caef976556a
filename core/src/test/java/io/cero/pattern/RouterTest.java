package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.FreshOptions;
import io.cero.PeerNotification;
import io.cero.RouterOptions;
import io.cero.RoutingId;
import io.cero.UnroutableException;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Side router = side(FreshOptions.router());
  private final Side mandatory = side(FreshOptions.router().mandatory(true));
  private final Side handover = side(FreshOptions.router().handover(true));
  private final Side notified =
      side(
          FreshOptions.router()
              .handover(true)
              .peerNotifications(PeerNotification.CONNECT, PeerNotification.DISCONNECT));
  private final Side raw = side(FreshOptions.router().raw(true));

  private static Side side(RouterOptions options) {
    return Side.of(host -> new Router(host, options));
  }

  private static Router router(Side side) {
    return (Router) side.pattern;
  }

  // ------------------------------------------------------------------ addresses

  @Test
  void shouldPutTheAnnouncedIdentityInFrontWhenAMessageComes() {
    Remote peer = router.peer("PEER2");
    assertEquals(List.of(), router.receive());
    peer.send("", "ROUTER uses REQ's socket identity");
    assertEquals(List.of("PEER2", "", "ROUTER uses REQ's socket identity"), router.receive());
    assertSame(peer.peer, router.pattern.lastPeer());
  }

  @Test
  void shouldMakeUpFiveBytesWhenThePeerAnnouncesNoIdentity() {
    Remote a = router.peer();
    Remote b = router.peer();
    a.send("from a");
    b.send("from b");
    String first = router.receive().get(0);
    String second = router.receive().get(0);
    assertEquals(5, first.length());
    assertEquals(0, first.charAt(0));
    assertEquals(0, second.charAt(0));
    assertNotEquals(first, second);
    assertTrue(router.send(second, "to b"));
    assertTrue(router.send(first, "to a"));
    assertEquals(List.of("to a"), a.receive());
    assertEquals(List.of("to b"), b.receive());
  }

  @Test
  void shouldMakeUpAnAddressWhenThePeerAnnouncesOneThatBeginsWithZero() {
    Remote victim = handover.peer();
    Remote thief = handover.peer(victim.address());
    assertNotEquals(victim.address(), thief.address());
    assertEquals(5, thief.address().length());
    assertFalse(victim.link.dropped);
  }

  @Test
  void shouldKeepEveryFrameWhenTheMessageHasSeveral() {
    Remote peer = router.peer("A");
    peer.send("a", "", "c");
    assertEquals(List.of("A", "a", "", "c"), router.receive());
    router.send("A", "x", "", "z");
    assertEquals(List.of("x", "", "z"), peer.receive());
    assertEquals(1, peer.link.published);
  }

  @Test
  void shouldReceiveAProbeWhenThePeerSendsAnEmptyMessage() {
    router.peer("A").send("");
    assertEquals(List.of("A", ""), router.receive());
  }

  @Test
  void shouldTakeMessagesInTurnWhenOnePeerSentMany() {
    Remote a = router.peer("A");
    Remote b = router.peer("B");
    Remote c = router.peer("C");
    a.send("R1");
    a.send("R2");
    a.send("more", "R3");
    b.send("R4");
    c.send("more", "R5");
    c.send("R6");
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      List<String> message = router.receive();
      order.add(message.get(message.size() - 1));
    }
    assertEquals(List.of("R1", "R4", "R5", "R2", "R6", "R3"), order);
  }

  @Test
  void shouldKnowAConnectingPeerOnlyWhenItsHandshakeIsDone() {
    Remote peer = router.connecting();
    assertTrue(router(router).peers().isEmpty());
    router.send("A", "too early");
    assertEquals(1, router.dropped(DropReason.UNROUTABLE));
    peer.connected("A");
    assertTrue(router.send("A", "now"));
    assertEquals(List.of("now"), peer.receive());
  }

  @Test
  void shouldNotReadAPeersMessageWhenItIsNotIntroducedYet() {
    Remote peer = router.connecting();
    peer.send("first");
    assertEquals(List.of(), router.receive());
    peer.connected("A");
    assertEquals(List.of("A", "first"), router.receive());
  }

  @Test
  void shouldReachAPeerAtOnceWhenItsAddressWasChosenHere() {
    Remote peer = mandatory.connectingTo("chosen");
    assertTrue(mandatory.send("chosen", "waits for the connection"));
    peer.connected("announced");
    peer.send("hello");
    assertEquals(List.of("chosen", "hello"), mandatory.receive());
    assertThrows(UnroutableException.class, () -> mandatory.send("announced", "no"));
    assertEquals(List.of("waits for the connection"), peer.receive());
  }

  @Test
  void shouldListItsPeersWhenAsked() {
    final Remote a = router.peer("A");
    final Remote b = router.peer("B");
    router.connecting();
    assertEquals(List.of(a.peer, b.peer), router(router).peers());
    assertEquals(Optional.of(b.peer), router(router).peer(Side.bytes("B")));
    assertEquals(Optional.empty(), router(router).peer(Side.bytes("C")));
  }

  @Test
  void shouldFindEveryPeerWhenThereAreThousandsAndIdentitiesCollide() {
    List<Remote> remotes = new ArrayList<>();
    for (int i = 0; i < 1024; i++) {
      StringBuilder identity = new StringBuilder();
      for (int bit = 0; bit < 10; bit++) {
        identity.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // both hash alike
      }
      remotes.add(router.peer(identity.toString()));
    }
    for (Remote remote : remotes) {
      router.send(remote.address(), remote.address());
      assertEquals(List.of(remote.address()), remote.receive());
    }
  }

  // ------------------------------------------------------------------ unroutable, full, malformed

  @Test
  void shouldDropAndCountAMessageWhenNobodyHasItsAddress() {
    Remote peer = router.peer("A");
    assertTrue(router.send("B", "lost", "too"));
    assertTrue(router.send("", "lost"));
    assertTrue(router.send("x".repeat(256), "lost"));
    assertEquals(3, router.dropped(DropReason.UNROUTABLE));
    assertTrue(router.send("A", "found"));
    assertEquals(List.of("found"), peer.receive());
  }

  @Test
  void shouldRefuseAMessageWhenMandatoryAndNobodyHasItsAddress() {
    Remote peer = mandatory.peer("A");
    UnroutableException refusal =
        assertThrows(UnroutableException.class, () -> mandatory.send("B", "lost"));
    assertEquals(RoutingId.of("B"), refusal.routingId());
    assertTrue(mandatory.send("A", "found"));
    assertEquals(List.of("found"), peer.receive());
    assertEquals(0, mandatory.dropped(DropReason.UNROUTABLE));
  }

  @Test
  void shouldDropAMessageWhenThereIsNothingBehindItsAddress() {
    Remote peer = router.peer("A");
    assertTrue(router.send("A"));
    assertEquals(1, router.dropped(DropReason.MALFORMED));
    assertTrue(router.send("A", "whole"));
    assertEquals(List.of("whole"), peer.receive());
    assertEquals(List.of(), peer.receive());
  }

  @Test
  void shouldDropAndCountAMessageWhenItsPeerIsFull() {
    Remote peer = router.peer("A");
    for (int i = 0; i <= Side.MARK; i++) {
      assertTrue(router.pattern.canSend());
      assertTrue(router.send("A", "m" + i, "rest"));
    }
    assertEquals(1, router.dropped(DropReason.HIGH_WATER_MARK));
    assertTrue(peer.link.flushes > 0);
    for (int i = 0; i < Side.MARK; i++) {
      assertEquals(List.of("m" + i, "rest"), peer.receive());
    }
    assertEquals(List.of(), peer.receive());
  }

  @Test
  void shouldWouldBlockWhenMandatoryAndThePeerIsFull() {
    Remote full = mandatory.peer("A");
    for (int i = 0; i < Side.MARK; i++) {
      assertTrue(mandatory.send("A", "m" + i));
    }
    assertFalse(mandatory.pattern.canSend());
    assertFalse(mandatory.send("A", "too many"));
    Remote free = mandatory.peer("B");
    assertTrue(mandatory.pattern.canSend());
    assertFalse(mandatory.send("A", "too many"));
    assertTrue(mandatory.send("B", "elsewhere"));
    assertEquals(List.of("elsewhere"), free.receive());
    assertTrue(mandatory.inbox.isEmpty());
    for (int i = 0; i < Side.MARK; i++) {
      full.receive();
    }
    assertFalse(mandatory.inbox.isEmpty()); // who waits for room is told
    assertTrue(mandatory.send("A", "now"));
    assertEquals(List.of("now"), full.receive());
    assertEquals(0, mandatory.dropped(DropReason.HIGH_WATER_MARK));
  }

  @Test
  void shouldBeToldOfRoomWhenMandatoryAndItOnlyAsked() {
    Remote peer = mandatory.peer("A");
    for (int i = 0; i < Side.MARK; i++) {
      mandatory.send("A", "m" + i);
    }
    assertFalse(mandatory.pattern.canSend());
    for (int i = 0; i < Side.MARK; i++) {
      peer.receive();
    }
    assertFalse(mandatory.inbox.isEmpty());
    mandatory.drain();
    assertTrue(mandatory.pattern.canSend());
  }

  @Test
  void shouldSayThatItCannotSendWhenMandatoryAndThereIsNobody() {
    assertFalse(mandatory.pattern.canSend());
    assertTrue(router.pattern.canSend());
  }

  // ------------------------------------------------------------------ peers go

  @Test
  void shouldForgetAPeerWhenEverythingItSentWasRead() {
    Remote peer = router.peer("A");
    peer.send("last", "words");
    peer.gone();
    router.drain();
    assertEquals(List.of(), router.forgotten);
    assertTrue(router(router).peers().isEmpty());
    assertEquals(List.of("A", "last", "words"), router.receive());
    assertEquals(List.of(), router.receive());
    assertEquals(List.of(peer.peer), router.forgotten);
  }

  @Test
  void shouldIgnoreWhatComesWhenAPeerIsGone() {
    Remote peer = router.peer("A");
    assertEquals(List.of(), router.receive());
    peer.gone();
    router.drain();
    peer.send("too late");
    peer.lost();
    peer.connected("A");
    assertEquals(List.of(), router.receive());
    assertEquals(List.of(peer.peer), router.forgotten);
    assertTrue(router(router).peers().isEmpty());
  }

  @Test
  void shouldForgetAPeerWhenItIsGoneWithoutHavingJoined() {
    Remote peer = new Remote(router, true);
    peer.gone();
    router.drain();
    assertEquals(List.of(peer.peer), router.forgotten);
  }

  @Test
  void shouldReadAMessageToItsEndWhenItsSenderGoesBetweenItsFrames() {
    Remote peer = router.peer("A");
    Remote other = router.peer("B");
    peer.send("first", "second");
    other.send("other");
    assertEquals("A", router.receiveFrame());
    peer.gone();
    assertEquals("first", router.receiveFrame());
    other.gone();
    assertEquals("second", router.receiveFrame());
    assertEquals(List.of("B", "other"), router.receive());
    assertEquals(List.of(), router.receive());
    assertEquals(2, router.forgotten.size());
  }

  @Test
  void shouldDropTheRestWhenThePeerGoesInTheMiddleOfAMessage() {
    Remote peer = router.peer("A");
    router.sendFrame("A", true);
    router.sendFrame("half", true);
    peer.gone();
    assertTrue(router.sendFrame("rest", false));
    assertEquals(List.of(), peer.receive());
    assertFalse(((Log) peer.peer.out).isOpen());
    assertEquals(1, router.dropped(DropReason.PEER_GONE));
    Remote next = router.peer("A");
    assertTrue(router.send("A", "whole"));
    assertEquals(List.of("whole"), next.receive());
  }

  @Test
  void shouldStartAfreshWhenAMessageIsAbandoned() {
    Remote peer = router.peer("A");
    router.sendFrame("A", true);
    router.sendFrame("half", true);
    router.pattern.abandonSend();
    router.sendFrame("A", true);
    router.pattern.abandonSend();
    assertTrue(router.send("A", "whole"));
    assertEquals(List.of("whole"), peer.receive());
    assertEquals(List.of(), peer.receive());
  }

  @Test
  void shouldDropAPeerWhenToldTo() {
    Remote peer = notified.peer("A");
    peer.send("one");
    peer.send("two", "three");
    assertEquals(List.of("A", ""), notified.receive());
    assertEquals("A", notified.receiveFrame());
    router(notified).drop(peer.peer);
    assertTrue(peer.link.dropped);
    assertEquals(Optional.empty(), router(notified).peer(Side.bytes("A")));
    assertFalse(peer.peer.isPresent());
    assertEquals("one", notified.receiveFrame()); // a message under way is read to its end
    assertEquals(List.of(), notified.receive());
    peer.gone();
    assertEquals(List.of(), notified.receive());
    assertEquals(List.of(peer.peer), notified.forgotten);
    notified.send("A", "lost");
    assertEquals(1, notified.dropped(DropReason.UNROUTABLE));
  }

  @Test
  void shouldReadAMessageToItsEndWhenItsSenderIsDroppedBetweenItsFrames() {
    Remote peer = router.peer("A");
    Remote other = router.peer("B");
    peer.send("one", "two", "three");
    peer.send("unread");
    other.send("other");
    assertEquals("A", router.receiveFrame());
    assertEquals("one", router.receiveFrame());
    router(router).drop(peer.peer);
    assertEquals("two", router.receiveFrame());
    peer.gone();
    assertEquals("three", router.receiveFrame());
    assertEquals(List.of("B", "other"), router.receive());
    assertEquals(List.of(), router.receive());
  }

  @Test
  void shouldRunAReleaseHookOnceWhenAMessageIsDropped() {
    List<String> released = new ArrayList<>();
    Outgoing frame = new Outgoing();
    router.pattern.send(frame.set(Side.bytes("nobody")), true);
    java.nio.ByteBuffer body = java.nio.ByteBuffer.wrap(new byte[100_000]);
    router.pattern.send(frame.set(body, () -> released.add("body")), false);
    assertEquals(List.of("body"), released);
  }

  // ------------------------------------------------------------------ reconnecting

  @Test
  void shouldKeepTheAddressWhenAPeerComesBackWithTheSameIdentity() {
    Remote peer = mandatory.connecting();
    peer.connected("A");
    peer.send("before");
    mandatory.drain();
    peer.lost();
    assertTrue(mandatory.send("A", "while away"));
    peer.connected("A");
    assertTrue(mandatory.send("A", "again"));
    assertEquals(List.of("while away"), peer.receive());
    assertEquals(List.of("again"), peer.receive());
    peer.send("after");
    assertEquals(List.of("A", "before"), mandatory.receive());
    assertEquals(List.of("A", "after"), mandatory.receive());
  }

  @Test
  void shouldKeepAMadeUpAddressWhenAPeerComesBackWithoutIdentity() {
    Remote peer = router.connecting();
    peer.connected("");
    router.drain();
    String address = peer.address();
    peer.lost();
    peer.connected("");
    router.send(address, "again");
    assertEquals(List.of("again"), peer.receive());
  }

  @Test
  void shouldMoveAPeerInTheTableWhenItComesBackUnderAnotherIdentity() {
    Remote peer = mandatory.connecting();
    peer.connected("old");
    peer.send("from old");
    mandatory.drain();
    peer.lost();
    peer.connected("new");
    peer.send("from new");
    mandatory.drain();
    assertThrows(UnroutableException.class, () -> mandatory.send("old", "lost"));
    assertTrue(mandatory.send("new", "found"));
    assertEquals(List.of("found"), peer.receive());
    assertEquals(1, router(mandatory).peers().size());
    assertEquals(List.of("old", "from old"), mandatory.receive());
    assertEquals(List.of("new", "from new"), mandatory.receive());
  }

  @Test
  void shouldGiveThePlaceFreeWhenAPeerComesBackUnderAnotherIdentity() {
    Remote peer = router.connecting();
    peer.connected("old");
    router.drain();
    peer.lost();
    peer.connected("new");
    router.drain();
    Remote heir = router.peer("old");
    assertEquals("", heir.link.refused);
    router.send("old", "to the heir");
    assertEquals(List.of("to the heir"), heir.receive());
  }

  // ------------------------------------------------------------------ duplicate identities

  @Test
  void shouldRefuseANewcomerWhenItsIdentityIsTaken() {
    Remote first = router.peer("A");
    Remote second = router.peer("A");
    assertTrue(second.link.dropped);
    assertFalse(first.link.dropped);
    assertEquals("a peer is here already as A", second.link.refused);
    second.send("not heard");
    second.peer.post(Peer.READABLE);
    assertEquals(List.of(), router.receive());
    router.send("A", "to the first");
    assertEquals(List.of("to the first"), first.receive());
    second.gone();
    router.drain();
    assertEquals(List.of(second.peer), router.forgotten);
    router.send("A", "still to the first");
    assertEquals(List.of("still to the first"), first.receive());
  }

  @Test
  void shouldAcceptANewcomerWhenTheOneWithItsIdentityIsGone() {
    Remote first = router.peer("A");
    first.gone();
    Remote second = router.peer("A");
    assertFalse(second.link.dropped);
    router.send("A", "hello");
    assertEquals(List.of("hello"), second.receive());
  }

  @Test
  void shouldRefuseAConnectionWhenItsChosenAddressIsTaken() {
    Remote first = router.peer("A");
    Remote second = router.connectingTo("A");
    assertEquals("a peer is here already as A", second.link.refused);
    router.send("A", "to the first");
    assertEquals(List.of("to the first"), first.receive());
  }

  @Test
  void shouldReplaceThePeerWhenHandoverIsOn() {
    Remote first = handover.peer("A");
    Remote second = handover.peer("A");
    assertTrue(first.link.dropped);
    assertFalse(second.link.dropped);
    handover.send("A", "to the second");
    assertEquals(List.of(), first.receive());
    assertEquals(List.of("to the second"), second.receive());
    assertEquals(List.of(second.peer), router(handover).peers());
    first.gone();
    handover.drain();
    handover.send("A", "still to the second");
    assertEquals(List.of("still to the second"), second.receive());
  }

  @Test
  void shouldReadTheOldPeersMessagesFirstWhenItWasReplaced() {
    Remote first = handover.peer("A");
    first.send("one");
    first.send("two", "frames");
    assertEquals("A", handover.receiveFrame());
    Remote second = handover.peer("A");
    second.send("three");
    assertEquals("one", handover.receiveFrame());
    assertEquals(List.of("A", "two", "frames"), handover.receive());
    assertEquals(List.of(), handover.receive());
    first.gone();
    assertEquals(List.of("A", "three"), handover.receive());
    assertEquals(List.of(first.peer), handover.forgotten);
  }

  @Test
  void shouldDropTheMessageUnderWayWhenItsPeerIsReplaced() {
    Remote first = handover.peer("A");
    handover.sendFrame("A", true);
    handover.sendFrame("half", true);
    Remote second = handover.peer("A");
    handover.sendFrame("rest", false);
    assertEquals(List.of(), first.receive());
    assertEquals(List.of(), second.receive());
    assertEquals(1, handover.dropped(DropReason.PEER_GONE));
    handover.send("A", "whole");
    assertEquals(List.of("whole"), second.receive());
  }

  @Test
  void shouldRouteTheNextMessageWhenAPeerRestartsAThousandTimes() {
    Remote peer = handover.peer("A");
    List<Remote> earlier = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      peer.send("m" + i);
      earlier.add(peer);
      peer = handover.peer("A");
      assertTrue(handover.send("A", "to " + i));
      assertEquals(List.of("to " + i), peer.receive());
      if (i % 3 == 0) {
        earlier.remove(earlier.size() - 1).gone();
      }
    }
    earlier.forEach(Remote::gone);
    peer.send("m1000");
    for (int i = 0; i <= 1000; i++) {
      assertEquals(List.of("A", "m" + i), handover.receive());
    }
    assertEquals(List.of(), handover.receive());
    assertEquals(1000, handover.forgotten.size());
  }

  // ------------------------------------------------------------------ notifications and probes

  @Test
  void shouldAnnounceAPeersComingAndGoingWhenNotificationsAreOn() {
    Remote peer = notified.peer("A");
    peer.send("hello");
    assertEquals(List.of("A", ""), notified.receive());
    assertSame(peer.peer, notified.pattern.lastPeer());
    peer.gone();
    assertEquals(List.of("A", "hello"), notified.receive());
    assertEquals(List.of("A", ""), notified.receive());
    assertEquals(List.of(), notified.receive());
  }

  @Test
  void shouldAnnounceOnlyWhatWasAskedForWhenOneNotificationIsOn() {
    Side side = side(FreshOptions.router().peerNotifications(PeerNotification.DISCONNECT));
    Remote peer = side.peer("A");
    assertEquals(List.of(), side.receive());
    peer.gone();
    assertEquals(List.of("A", ""), side.receive());
  }

  @Test
  void shouldAnnounceEachConnectionWhenAPeerReconnects() {
    Remote peer = notified.connecting();
    assertEquals(List.of(), notified.receive());
    peer.connected("A");
    assertEquals(List.of("A", ""), notified.receive());
    peer.lost(); // both events are found at once
    peer.connected("B");
    assertEquals(List.of("A", ""), notified.receive());
    assertEquals(List.of("B", ""), notified.receive());
    peer.lost();
    assertEquals(List.of("B", ""), notified.receive());
    peer.gone();
    assertEquals(List.of(), notified.receive());
  }

  @Test
  void shouldAnnounceTheNewPeerAfterTheOldWhenItWasReplaced() {
    Remote first = notified.peer("A");
    assertEquals(List.of("A", ""), notified.receive());
    first.send("one");
    Remote second = notified.peer("A");
    second.send("two");
    first.gone();
    List<List<String>> received = new ArrayList<>();
    List<Peer> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      received.add(notified.receive());
      senders.add(notified.pattern.lastPeer());
    }
    assertEquals(
        List.of(List.of("A", "one"), List.of("A", ""), List.of("A", ""), List.of("A", "two")),
        received);
    assertEquals(List.of(first.peer, first.peer, second.peer, second.peer), senders);
  }

  @Test
  void shouldAnnounceOnlyTheConnectionThatStandsWhenASuccessorIsLostWhileItWaits() {
    Remote first = notified.peer("A");
    assertEquals(List.of("A", ""), notified.receive());
    Remote second = notified.connecting();
    second.connected("A");
    notified.drain();
    second.lost();
    assertEquals(List.of(), notified.receive());
    first.gone();
    assertEquals(List.of("A", ""), notified.receive());
    assertSame(first.peer, notified.pattern.lastPeer());
    assertEquals(List.of(), notified.receive());
    second.connected("A");
    assertEquals(List.of("A", ""), notified.receive());
    assertSame(second.peer, notified.pattern.lastPeer());
  }

  @Test
  void shouldNotAnnounceANewcomerWhenItIsRefused() {
    Side side =
        side(
            FreshOptions.router()
                .peerNotifications(PeerNotification.CONNECT, PeerNotification.DISCONNECT));
    side.peer("A");
    assertEquals(List.of("A", ""), side.receive());
    Remote second = side.peer("A");
    second.gone();
    assertEquals(List.of(), side.receive());
  }

  @Test
  void shouldNotAnnounceBetweenTheFramesOfAMessage() {
    Remote a = notified.peer("A");
    notified.receive();
    a.send("first", "second");
    assertEquals("A", notified.receiveFrame());
    notified.peer("B");
    assertEquals("first", notified.receiveFrame());
    assertEquals("second", notified.receiveFrame());
    assertEquals(List.of("B", ""), notified.receive());
  }

  @Test
  void shouldSendAnEmptyMessageToEachPeerWhenProbing() {
    Side probing = side(FreshOptions.router().probe(true));
    Remote accepted = probing.peer("A");
    Remote connecting = probing.connecting();
    assertEquals(List.of(""), accepted.receive());
    assertEquals(List.of(""), connecting.receive());
    assertEquals(1, accepted.link.published);
  }

  // ------------------------------------------------------------------ raw

  @Test
  void shouldIgnoreMoreBehindTheSecondFrameWhenRaw() {
    Remote peer = raw.peer("ignored");
    assertEquals(5, peer.address().length());
    raw.sendFrame(peer.address(), true);
    raw.sendFrame("bytes", true);
    assertEquals(List.of("bytes"), peer.receive());
    assertTrue(raw.send(peer.address(), "more bytes"));
    assertEquals(List.of("more bytes"), peer.receive());
  }

  @Test
  void shouldCloseTheConnectionWhenRawAndAnEmptyFrameIsSent() {
    Remote peer = raw.peer();
    raw.send(peer.address(), "");
    assertTrue(peer.link.closed);
    assertEquals(List.of(), peer.receive());
    assertArrayEquals(new Peer[0], router(raw).peers().toArray());
  }
}
