package io.cero.pattern;

import static io.cero.pattern.PubSubFixture.attach;
import static io.cero.pattern.PubSubFixture.bytes;
import static io.cero.pattern.PubSubFixture.connect;
import static io.cero.pattern.PubSubFixture.connectConflated;
import static io.cero.pattern.PubSubFixture.pair;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.PubSubOptions;
import io.cero.pattern.PubSubFixture.Side;
import io.cero.pipe.Incoming;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** PUB, with SUBs at the other ends. */
class PubTest {
  private final Side<Pub> pub = new Side<>(host -> new Pub(host, PubSubOptions.pub()));

  private static Side<Pub> noDropPub() {
    return new Side<>(host -> new Pub(host, PubSubOptions.pub().noDrop(true)));
  }

  private static Side<Sub> sub(String... prefixes) {
    Side<Sub> sub = new Side<>(host -> new Sub(host, PubSubOptions.sub()));
    for (String prefix : prefixes) {
      sub.pattern.subscribe(bytes(prefix));
    }
    return sub;
  }

  private Side<Sub> connected(String... prefixes) {
    Side<Sub> sub = sub(prefixes);
    connect(pub, sub);
    sub.pump();
    return sub;
  }

  @Test
  void shouldDropInSilenceWhenThereIsNoPeer() {
    assertTrue(pub.trySend("A"));

    assertTrue(pub.dropped.isEmpty());
  }

  @Test
  void shouldSendNothingWhenAPeerHasNoSubscription() {
    PubSubFixture.Pair pair = connect(pub, sub());

    pub.send("A");

    assertEquals(0, pair.left.out.published());
  }

  @Test
  void shouldSendToThoseOnlyWhoseSubscriptionMatches() {
    Side<Sub> a = connected("A");
    Side<Sub> b = connected("B");
    Side<Sub> all = connected("");

    pub.send("A1");
    pub.send("B1");

    assertEquals(List.of("A1"), a.receiveAll());
    assertEquals(List.of("B1"), b.receiveAll());
    assertEquals(List.of("A1", "B1"), all.receiveAll());
    assertTrue(a.dropped.isEmpty(), "the publisher filters");
  }

  @Test
  void shouldSendOnceWhenSeveralSubscriptionsOfAPeerMatch() {
    Side<Sub> sub = connected("", "A", "AB");

    pub.send("ABC");

    assertEquals(List.of("ABC"), sub.receiveAll());
  }

  @Test
  void shouldMatchOnTheFirstFrameWhenAMessageHasSeveral() {
    Side<Sub> a = connected("A");
    Side<Sub> b = connected("B");

    pub.send("A", "B", "C");

    assertEquals(List.of("A|B|C"), a.receiveAll());
    assertEquals(List.of(), b.receiveAll());
  }

  @Test
  void shouldMatchBytesWhenPrefixesAreBinary() {
    Side<Sub> sub = connected("\0\377\1");

    pub.send("\0\377\1x");
    pub.send("\0\377\2x");

    assertEquals(List.of("\0\377\1x"), sub.receiveAll());
  }

  @Test
  void shouldMatchAnEmptyFrameByTheEmptyPrefixOnly() {
    Side<Sub> all = connected("");
    Side<Sub> a = connected("A");

    pub.send("");

    assertEquals(List.of(""), all.receiveAll());
    assertEquals(List.of(), a.receiveAll());
  }

  @Test
  void shouldMatchWhenTheTopicLiesInABuffer() {
    Side<Sub> sub = connected("A");
    pub.pump();
    ByteBuffer direct = ByteBuffer.allocateDirect(8).put(bytes("xxAB")).flip().position(2);
    Outgoing outgoing = new Outgoing();

    assertTrue(pub.pattern.send(outgoing.set(direct), false));
    assertTrue(pub.pattern.send(outgoing.set(direct.asReadOnlyBuffer()), false));
    assertTrue(pub.pattern.send(outgoing.set(bytes("xxAC"), 2, 2), false));

    assertEquals(List.of("AB", "AB", "AC"), sub.receiveAll());
    assertEquals(2, direct.position());
  }

  @Test
  void shouldStopSendingWhenTheSubscriptionIsCancelled() {
    Side<Sub> sub = connected("A", "A");
    pub.send("A1");
    sub.pattern.unsubscribe(bytes("A"));
    pub.send("A2");
    sub.pattern.unsubscribe(bytes("A"));

    pub.send("A3");

    sub.pattern.subscribe(bytes(""));
    assertEquals(List.of("A1", "A2"), sub.receiveAll());
  }

  @Test
  void shouldApplySubscriptionsBeyondTheMark() {
    Side<Sub> sub = sub();
    connect(pub, sub, 2);
    sub.pump();
    for (int i = 0; i < 5_000; i++) {
      sub.pattern.subscribe(bytes("topic" + i));
    }

    pub.send("topic4999");

    assertEquals(List.of("topic4999"), sub.receiveAll());
    assertEquals(1, pub.pattern.subscriberCount(bytes("topic0")));
  }

  @Test
  void shouldGiveOtherPeersATurnWhenOneSubscribesWithoutEnd() {
    Side<Sub> sub = sub();
    connect(pub, sub);
    sub.pump();
    pub.pump();
    for (int i = 0; i < SubscriptionReader.BUDGET + 1_000; i++) {
      sub.pattern.subscribe(bytes("topic" + (10_000 + i)));
    }

    pub.inbox.drainTo(pub.pattern);

    assertEquals(1, pub.pattern.subscriberCount(bytes("topic10000")));
    assertEquals(0, pub.pattern.subscriberCount(bytes("topic11500")));
    assertFalse(pub.inbox.isEmpty(), "the rest is due");
    pub.pump();
    assertEquals(1, pub.pattern.subscriberCount(bytes("topic11500")));
  }

  @Test
  void shouldDropForAFullPeerAloneWhenItsMarkIsReached() {
    Side<Sub> slow = sub("");
    connect(pub, slow, 2);
    slow.pump();
    Side<Sub> quick = connected("");

    for (int i = 0; i < 5; i++) {
      pub.send("m" + i, "second");
    }

    assertEquals(List.of("m0|second", "m1|second"), slow.receiveAll());
    assertEquals(5, quick.receiveAll().size());
    assertEquals(3, pub.dropped(DropReason.HIGH_WATER_MARK));
  }

  @Test
  void shouldSendAgainWhenAFullPeerHasRoom() {
    Side<Sub> sub = sub("");
    connect(pub, sub, 2);
    sub.pump();
    pub.send("1");
    pub.send("2");
    pub.send("lost");
    assertEquals(List.of("1", "2"), sub.receiveAll());

    pub.send("3");

    assertEquals(List.of("3"), sub.receiveAll());
  }

  @Test
  void shouldLookOnceOnlyWhenAPeerStaysFull() {
    Side<Sub> sub = sub("");
    PubSubFixture.Pair pair = connect(pub, sub, 1);
    sub.pump();
    for (int i = 0; i < 10; i++) {
      pub.send("m");
    }

    assertEquals(1, pair.leftLink.flushes);
    assertEquals(9, pub.dropped(DropReason.HIGH_WATER_MARK));
  }

  @Test
  void shouldRefuseWhenNoDropAndAMatchingPeerIsFull() {
    Side<Pub> patient = noDropPub();
    Side<Sub> full = sub("A");
    connect(patient, full, 1);
    full.pump();
    Side<Sub> other = sub("");
    connect(patient, other);
    other.pump();
    patient.send("A1");

    assertFalse(patient.trySend("A2"));
    assertFalse(patient.canSend());
    assertTrue(patient.trySend("B1"), "it is for the other alone");
    assertFalse(patient.trySend("A2"));
    assertEquals(List.of("A1"), full.receiveAll());
    assertTrue(patient.canSend());
    assertTrue(patient.trySend("A2"));

    assertEquals(List.of("A2"), full.receiveAll());
    assertEquals(List.of("A1", "B1", "A2"), other.receiveAll());
    assertTrue(patient.dropped.isEmpty());
  }

  @Test
  void shouldSendAgainWhenNoDropAndTheFullPeerGoes() {
    Side<Pub> patient = noDropPub();
    Side<Sub> full = sub("A");
    PubSubFixture.Pair pair = connect(patient, full, 1);
    full.pump();
    patient.send("A1");
    assertFalse(patient.trySend("A2"));

    pair.end();

    assertTrue(patient.canSend());
    assertTrue(patient.trySend("A2"));
  }

  @Test
  void shouldSendAgainWhenNoDropAndTheFullPeerCancels() {
    Side<Pub> patient = noDropPub();
    Side<Sub> full = sub("A");
    connect(patient, full, 1);
    full.pump();
    patient.send("A1");
    assertFalse(patient.trySend("A2"));

    full.pattern.unsubscribe(bytes("A"));

    assertTrue(patient.canSend());
    assertTrue(patient.trySend("A2"));
  }

  @Test
  void shouldSendToTheOthersWhenMatchingIsInverted() {
    Side<Pub> inverting =
        new Side<>(host -> new Pub(host, PubSubOptions.pub().invertMatching(true)));
    Side<Sub> a = new Side<>(host -> new Sub(host, PubSubOptions.sub().invertMatching(true)));
    Side<Sub> none = new Side<>(host -> new Sub(host, PubSubOptions.sub().invertMatching(true)));
    a.pattern.subscribe(bytes("A"));
    connect(inverting, a);
    connect(inverting, none);
    a.pump();
    none.pump();

    inverting.send("A1");
    inverting.send("B1");

    assertEquals(List.of("B1"), a.receiveAll());
    assertEquals(List.of("A1", "B1"), none.receiveAll());
    assertEquals(1, inverting.pattern.subscriberCount(bytes("A")));
    assertEquals(2, inverting.pattern.subscriberCount(bytes("B")));
  }

  @Test
  void shouldForgetSubscriptionsWhenAPeerGoes() {
    Side<Sub> sub = sub("A");
    PubSubFixture.Pair pair = connect(pub, sub);
    sub.pump();
    pub.pump();
    assertEquals(1, pub.pattern.subscriberCount(bytes("A")));

    pair.end();
    pub.send("A");

    assertEquals(0, pub.pattern.subscriberCount(bytes("A")));
    assertEquals(0, pub.pattern.peerCount());
    assertEquals(List.of(pair.left), pub.forgotten);
    assertEquals(0, pair.left.out.published());
  }

  @Test
  void shouldDropTheRestForAPeerThatGoesWithinAMessage() {
    Side<Sub> leaving = sub("");
    PubSubFixture.Pair pair = connect(pub, leaving);
    leaving.pump();
    Side<Sub> staying = connected("");
    pub.sendFrame("1", true);

    pair.end();
    pub.sendFrame("2", false);

    assertEquals(List.of("1|2"), staying.receiveAll());
    assertEquals(List.of(), leaving.receiveAll());
    assertEquals(1, pub.dropped(DropReason.PEER_GONE));
  }

  @Test
  void shouldSendWholeMessagesOnlyWhenAPeerJoinsWithinOne() {
    Side<Sub> first = connected("");
    pub.sendFrame("1", true);
    Side<Sub> late = connected("");
    pub.sendFrame("2", false);
    pub.send("3");

    assertEquals(List.of("1|2", "3"), first.receiveAll());
    assertEquals(List.of("3"), late.receiveAll());
  }

  @Test
  void shouldKeepTheChoiceWhenSubscriptionsChangeWithinAMessage() {
    Side<Sub> sub = connected("A");
    pub.sendFrame("A", true);
    sub.pattern.unsubscribe(bytes("A"));
    pub.sendFrame("rest", false);

    sub.pattern.subscribe(bytes("A"));
    assertEquals(List.of("A|rest"), sub.receiveAll());
  }

  @Test
  void shouldDropWhatWasBegunWhenTheMessageIsAbandoned() {
    Side<Sub> one = connected("");
    Side<Sub> two = connected("");
    pub.sendFrame("1", true);
    pub.pattern.abandonSend();
    pub.send("2");

    assertEquals(List.of("2"), one.receiveAll());
    assertEquals(List.of("2"), two.receiveAll());
  }

  @Test
  void shouldSendEverythingToAPeerThatCannotSubscribe() {
    Side<Sub> old = sub("A");
    PubSubFixture.Pair pair = pair(pub, old, 10);
    pair.left.subscribeToAll();
    attach(pair);

    pub.send("B");
    pub.send("A");

    assertEquals(List.of("A"), old.receiveAll());
    assertEquals(1, old.dropped(DropReason.FILTERED));
  }

  @Test
  void shouldDropAndCountUserMessages() {
    Side<XSub> xsub = new Side<>(host -> new XSub(host, PubSubOptions.xsub()));
    connect(pub, xsub);
    xsub.send("hello", "pub");
    xsub.send("\1A");

    pub.send("A");

    assertEquals(List.of("A"), xsub.receiveAll());
    assertEquals(1, pub.dropped(DropReason.MALFORMED));
    assertFalse(pub.canReceive());
    assertThrows(UnsupportedOperationException.class, () -> pub.pattern.receive(new Incoming()));
  }

  @Test
  void shouldKeepTheNewestOnlyWhenConflating() {
    Side<Sub> sub = sub("");
    connectConflated(pub, sub);
    sub.pump();
    pub.send("1");
    pub.send("2");
    pub.send("3");

    assertEquals(List.of("3"), sub.receiveAll());
  }

  @Test
  void shouldRunTheHookOnceWhenEveryPeerIsDone() {
    List<Side<Sub>> subs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      subs.add(connected(""));
    }
    pub.pump();
    AtomicInteger released = new AtomicInteger();
    byte[] body = new byte[Log.SHARED + 1];
    body[Log.SHARED] = 7;

    pub.pattern.send(new Outgoing().set(ByteBuffer.wrap(body), released::incrementAndGet), false);

    for (Side<Sub> sub : subs) {
      assertEquals(0, released.get(), "a peer still has the body");
      Incoming incoming = new Incoming();
      sub.pump();
      assertTrue(sub.pattern.receive(incoming));
      assertArrayEquals(body, incoming.copy());
      incoming.done();
      pub.send("pushes the pipe's reader past the body");
      sub.receive();
    }
    assertEquals(1, released.get());
  }

  @Test
  void shouldRunTheHookOnceWhenNobodyOrSomebodyWithoutRoomOrACopyIsMeant() {
    AtomicInteger released = new AtomicInteger();
    byte[] body = new byte[Log.SHARED];
    Outgoing outgoing = new Outgoing();
    pub.pattern.send(outgoing.set(ByteBuffer.wrap(body), released::incrementAndGet), false);
    assertEquals(1, released.get(), "nobody");

    Side<Sub> sub = sub("");
    connect(pub, sub, 1);
    sub.pump();
    pub.send("full");
    pub.pattern.send(outgoing.set(ByteBuffer.wrap(body), released::incrementAndGet), false);
    assertEquals(2, released.get(), "nobody with room");

    connectConflated(pub, sub);
    connectConflated(pub, sub);
    sub.pump();
    pub.pump();
    pub.pattern.send(outgoing.set(ByteBuffer.wrap(body), released::incrementAndGet), false);
    assertEquals(3, released.get(), "copied");

    pub.pattern.send(outgoing.set(ByteBuffer.wrap(new byte[9]), released::incrementAndGet), false);
    assertEquals(4, released.get(), "short");
  }

  @Test
  void shouldLeaveTheHookWhenTheMessageIsRefused() {
    Side<Pub> patient = noDropPub();
    Side<Sub> one = sub("");
    Side<Sub> two = sub("");
    connect(patient, one, 1);
    connect(patient, two, 1);
    one.pump();
    two.pump();
    patient.send("full");
    AtomicInteger released = new AtomicInteger();
    byte[] body = new byte[Log.SHARED];

    assertFalse(
        patient.pattern.send(
            new Outgoing().set(ByteBuffer.wrap(body), released::incrementAndGet), false));

    assertEquals(0, released.get());
  }

  @Test
  void shouldRunTheHookOnceWhenASharedBodyIsAbandoned() {
    connected("");
    connected("");
    pub.pump();
    AtomicInteger released = new AtomicInteger();
    pub.pattern.send(
        new Outgoing().set(ByteBuffer.allocate(Log.SHARED), released::incrementAndGet), true);
    assertEquals(0, released.get());

    pub.pattern.abandonSend();

    assertEquals(1, released.get());
  }

  @Test
  void shouldCountThePeersThatAMessageIsFor() {
    connected("A", "AB");
    connected("A");
    connected("");
    connected("B");
    pub.pump();

    assertEquals(3, pub.pattern.subscriberCount(bytes("ABC")));
    assertEquals(2, pub.pattern.subscriberCount(bytes("B")));
    assertEquals(1, pub.pattern.subscriberCount(bytes("")));
    assertEquals(4, pub.pattern.peerCount());
  }

  @Test
  void shouldReachEveryoneWhenThereAreAThousand() {
    List<Side<Sub>> subs = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      subs.add(connected(i % 2 == 0 ? "even" : "odd"));
    }

    pub.send("even");

    for (int i = 0; i < 1_000; i++) {
      assertEquals(i % 2 == 0 ? List.of("even") : List.of(), subs.get(i).receiveAll());
    }
  }
}
