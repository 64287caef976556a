package io.cero.pattern;

import static io.cero.pattern.PubSubFixture.attach;
import static io.cero.pattern.PubSubFixture.bytes;
import static io.cero.pattern.PubSubFixture.connect;
import static io.cero.pattern.PubSubFixture.pair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.Message;
import io.cero.PubSubOptions;
import io.cero.UnsupportedFeatureException;
import io.cero.XPubOptions;
import io.cero.pattern.PubSubFixture.Side;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** XPUB, with PAIRs at the other ends, which subscribe as they are told to and show what comes. */
class XPubTest {
  private final Side<XPub> xpub = xpub(PubSubOptions.xpub());

  private static Side<XPub> xpub(XPubOptions options) {
    return new Side<>(host -> new XPub(host, options));
  }

  private static Side<Pair> subscriber() {
    return new Side<>(Pair::new);
  }

  private static Side<Pair> subscriberOf(Side<XPub> xpub, String... sent) {
    Side<Pair> subscriber = subscriber();
    connect(xpub, subscriber);
    subscriber.pump();
    xpub.pump();
    for (String message : sent) {
      subscriber.send(message);
    }
    return subscriber;
  }

  @Test
  void shouldReportTheFirstSubscriptionAndTheLastCancellation() {
    Side<Pair> one = subscriberOf(xpub, "\1A");
    assertTrue(xpub.canReceive());
    assertEquals(List.of("\1A"), xpub.receiveAll());
    Side<Pair> two = subscriberOf(xpub, "\1A");
    one.send("\1A");
    assertEquals(List.of(), xpub.receiveAll());
    one.send("\0A");
    assertEquals(List.of(), xpub.receiveAll());
    two.send("\0A");

    assertEquals(List.of("\0A"), xpub.receiveAll());
    assertFalse(xpub.canReceive());
  }

  @Test
  void shouldReportEverySubscriptionWhenVerbose() {
    Side<XPub> verbose = xpub(PubSubOptions.xpub().verbose(true));
    Side<Pair> one = subscriberOf(verbose, "\1A", "\1A");
    subscriberOf(verbose, "\1A");
    one.send("\0A");

    assertEquals(List.of("\1A", "\1A", "\1A"), verbose.receiveAll());
  }

  @Test
  void shouldReportEverythingWhenVerboser() {
    Side<XPub> verboser = xpub(PubSubOptions.xpub().verboser(true));
    Side<Pair> one = subscriberOf(verboser, "\1A", "\1A");
    subscriberOf(verboser, "\1A");
    verboser.pump();
    one.send("\0A");
    one.send("\0A");

    assertEquals(List.of("\1A", "\1A", "\1A", "\0A", "\0A"), verboser.receiveAll());
  }

  @Test
  void shouldNotReportTheCancellationOfWhatWasNotSubscribed() {
    subscriberOf(xpub, "\1A");
    Side<Pair> stranger = subscriberOf(xpub, "\0A", "\0B");

    assertEquals(List.of("\1A"), xpub.receiveAll());
    xpub.send("A");
    assertEquals(List.of(), stranger.receiveAll());
    assertEquals(1, xpub.pattern.subscriberCount(bytes("A")));
  }

  @Test
  void shouldReportWhatNobodyHoldsAnyMoreWhenAPeerGoes() {
    Side<Pair> leaving = subscriber();
    PubSubFixture.Pair pair = connect(xpub, leaving);
    leaving.pump();
    leaving.send("\1A");
    leaving.send("\1B");
    leaving.send("\1C");
    subscriberOf(xpub, "\1A");
    xpub.receiveAll();

    pair.end();

    assertEquals(Set.of("\0B", "\0C"), Set.copyOf(xpub.receiveAll()));
    assertEquals(1, xpub.pattern.peerCount());
    assertEquals(List.of(pair.left), xpub.forgotten);
  }

  @Test
  void shouldReportAllItHeldWhenAPeerGoesAndVerboser() {
    Side<XPub> verboser = xpub(PubSubOptions.xpub().verboser(true));
    Side<Pair> leaving = subscriber();
    PubSubFixture.Pair pair = connect(verboser, leaving);
    leaving.pump();
    leaving.send("\1A");
    leaving.send("\1B");
    subscriberOf(verboser, "\1A");
    verboser.receiveAll();

    pair.end();

    assertEquals(Set.of("\0A", "\0B"), Set.copyOf(verboser.receiveAll()));
  }

  @Test
  void shouldReadWhatAPeerSentLastBeforeItWent() {
    Side<Pair> leaving = subscriber();
    PubSubFixture.Pair pair = connect(xpub, leaving);
    leaving.pump();
    xpub.pump();
    leaving.send("\1A");
    leaving.send("bye");
    pair.end();

    assertEquals("\1A", xpub.receive());
    assertEquals(List.of(), xpub.forgotten); // its account is open as long as something waits
    assertEquals(List.of("bye", "\0A"), xpub.receiveAll());
    assertEquals(List.of(pair.left), xpub.forgotten);
    assertSame(pair.left, xpub.pattern.lastPeer());
  }

  @Test
  void shouldSendToThoseOnlyWhoseSubscriptionMatches() {
    Side<Pair> a = subscriberOf(xpub, "\1A");
    Side<Pair> b = subscriberOf(xpub, "\1B");
    xpub.send("A", "x");
    xpub.send("B");

    assertEquals(List.of("A|x"), a.receiveAll());
    assertEquals(List.of("B"), b.receiveAll());
  }

  @Test
  void shouldHandOutUserMessages() {
    Side<Pair> upstream = subscriberOf(xpub, "2A", "");
    upstream.send("u", "", "w");

    assertEquals(List.of("2A", "", "u||w"), xpub.receiveAll());
  }

  @Test
  void shouldTakeSubscriptionsOutOfAMessage() {
    Side<Pair> upstream = subscriberOf(xpub);
    upstream.send("\1A", "u", "\1B", "v", "\0A");

    assertEquals(List.of("\1A", "\1B", "\0A", "u|v"), xpub.receiveAll());
  }

  @Test
  void shouldTakeTheFirstFrameAloneForASubscriptionWhenToldSo() {
    Side<XPub> strict = xpub(PubSubOptions.xpub().onlyFirstSubscribe(true));
    Side<Pair> upstream = subscriberOf(strict);
    upstream.send("u", "\1A", "\0B");
    upstream.send("\1C", "\1D");

    assertEquals(List.of("u|\1A|\0B", "\1C", "\1D"), strict.receiveAll());
    assertEquals(0, strict.pattern.subscriberCount(bytes("A")));
    assertEquals(1, strict.pattern.subscriberCount(bytes("C")));
    assertEquals(0, strict.pattern.subscriberCount(bytes("D")));
  }

  @Test
  void shouldDropUserMessagesBeyondTheReceiveMarkAndStillApplySubscriptions() {
    Side<XPub> small = xpub(PubSubOptions.xpub().receiveHighWaterMark(2));
    Side<Pair> upstream = subscriberOf(small, "1", "2", "3");
    upstream.send("4", "4");
    upstream.send("\1A");
    small.pump();

    assertEquals(1, small.pattern.subscriberCount(bytes("A")));
    assertEquals(2, small.dropped(DropReason.HIGH_WATER_MARK));
    assertEquals(List.of("1", "2", "\1A"), small.receiveAll());
    upstream.send("5");
    assertEquals(List.of("5"), small.receiveAll());
  }

  @Test
  void shouldKnowThePeerOfTheLastSubscription() {
    assertNull(xpub.pattern.lastPeer());
    Side<Pair> subscriber = subscriber();
    PubSubFixture.Pair pair = connect(xpub, subscriber);
    subscriber.send("\1A");
    xpub.receive();

    assertSame(pair.left, xpub.pattern.lastPeer());
  }

  @Test
  void shouldWelcomeEachNewPeer() {
    Side<XPub> polite = xpub(PubSubOptions.xpub().welcomeMessage(Message.of("welcome")));
    Side<Pair> one = subscriberOf(polite);
    Side<Pair> two = subscriberOf(polite);

    assertEquals(List.of("welcome"), one.receiveAll());
    assertEquals(List.of("welcome"), two.receiveAll());
  }

  @Test
  void shouldReportASubscriptionToEverythingForAPeerThatCannotSubscribe() {
    Side<Pair> old = subscriber();
    PubSubFixture.Pair pair = pair(xpub, old, 10);
    pair.left.subscribeToAll();
    attach(pair);
    xpub.send("A");

    assertEquals(List.of("\1"), xpub.receiveAll());
    assertEquals(List.of("A"), old.receiveAll());
    pair.end();
    assertEquals(List.of("\0"), xpub.receiveAll());
  }

  @Test
  void shouldLearnLaterAndOnceThatAPeerCannotSubscribe() {
    Side<XPub> verbose = xpub(PubSubOptions.xpub().verbose(true));
    Side<Pair> old = subscriber();
    PubSubFixture.Pair pair = pair(verbose, old, 10);
    pair.left.post(Peer.ATTACHED);
    pair.right.post(Peer.ATTACHED);
    verbose.send("lost");
    pair.left.subscribeToAll();
    pair.left.post(Peer.CONNECTED);
    verbose.pump();
    pair.left.post(Peer.CONNECTED);
    verbose.send("A");

    assertEquals(List.of("\1"), verbose.receiveAll());
    assertEquals(List.of("A"), old.receiveAll());
  }

  @Test
  void shouldRefuseWhenNoDropAndAMatchingPeerIsFull() {
    Side<XPub> patient = xpub(PubSubOptions.xpub().noDrop(true));
    Side<Pair> full = subscriber();
    connect(patient, full, 1);
    full.pump();
    full.send("\1A");
    patient.send("A1");

    assertFalse(patient.trySend("A2"));
    assertTrue(patient.trySend("B"));
    assertEquals(List.of("A1"), full.receiveAll());
    assertTrue(patient.trySend("A2"));
    assertEquals(List.of("A2"), full.receiveAll());
  }

  @Test
  void shouldSendToTheOthersWhenMatchingIsInverted() {
    Side<XPub> inverting = xpub(PubSubOptions.xpub().invertMatching(true));
    Side<Pair> a = subscriberOf(inverting, "\1A");
    Side<Pair> none = subscriberOf(inverting);
    inverting.send("A");
    inverting.send("B");

    assertEquals(List.of("B"), a.receiveAll());
    assertEquals(List.of("A", "B"), none.receiveAll());
  }

  @Test
  void shouldApplyNothingByItselfWhenManual() {
    Side<XPub> manual = xpub(PubSubOptions.xpub().manual(true));
    Side<Pair> subscriber = subscriberOf(manual, "\1A");
    manual.send("A");
    assertEquals("\1A", manual.receive());
    manual.send("A");

    assertEquals(List.of(), subscriber.receiveAll());
  }

  @Test
  void shouldApplyWhatTheApplicationSaysWhenManual() {
    Side<XPub> manual = xpub(PubSubOptions.xpub().manual(true));
    Side<Pair> subscriber = subscriberOf(manual, "\1A", "\1B");
    assertFalse(manual.pattern.subscribe(bytes("too early")));
    assertEquals("\1A", manual.receive());
    assertTrue(manual.pattern.subscribe(bytes("XA")));
    assertEquals("\1B", manual.receive());
    assertTrue(manual.pattern.subscribe(bytes("XB")));
    subscriber.send("\0A");
    assertEquals("\0A", manual.receive());
    assertTrue(manual.pattern.unsubscribe(bytes("XA")));
    assertFalse(manual.pattern.unsubscribe(bytes("XA")));
    for (String message : List.of("A", "B", "XA", "XB")) {
      manual.send(message);
    }

    assertEquals(List.of("XB"), subscriber.receiveAll());
  }

  @Test
  void shouldActForThePeerWhoseSubscriptionWasReceivedLastWhenManual() {
    Side<XPub> manual = xpub(PubSubOptions.xpub().manual(true));
    Side<Pair> one = subscriberOf(manual, "\1A", "user");
    Side<Pair> two = subscriberOf(manual, "\1A");
    assertEquals("\1A", manual.receive());
    assertEquals("user", manual.receive());
    manual.pattern.subscribe(bytes("1"));
    assertEquals("\1A", manual.receive());
    manual.pattern.subscribe(bytes("2"));
    manual.send("1");
    manual.send("2");

    assertEquals(List.of("1"), one.receiveAll());
    assertEquals(List.of("2"), two.receiveAll());
  }

  @Test
  void shouldReportAllThatWasAskedForWhenAPeerGoesAndManual() {
    Side<XPub> manual = xpub(PubSubOptions.xpub().manual(true));
    Side<Pair> leaving = subscriber();
    PubSubFixture.Pair pair = connect(manual, leaving);
    leaving.pump();
    leaving.send("\1A");
    leaving.send("\1B");
    leaving.send("\0B");
    subscriberOf(manual, "\1A");
    assertEquals("\1A", manual.receive());
    manual.pattern.subscribe(bytes("X"));
    pair.end();
    manual.pump();

    assertEquals(0, manual.pattern.subscriberCount(bytes("X")));
    assertFalse(manual.pattern.subscribe(bytes("X")), "the peer is gone");
    assertEquals(List.of("\1B", "\0B", "\1A", "\0A"), manual.receiveAll());
    assertFalse(manual.pattern.subscribe(bytes("X")), "nobody asks");
  }

  @Test
  void shouldNotActForAPeerThatWentBeforeItsSubscriptionWasReceived() {
    Side<XPub> manual = xpub(PubSubOptions.xpub().manual(true));
    Side<Pair> leaving = subscriber();
    PubSubFixture.Pair pair = connect(manual, leaving);
    leaving.pump();
    leaving.send("\1A");
    manual.pump();
    pair.end();

    assertEquals("\1A", manual.receive());
    assertFalse(manual.pattern.subscribe(bytes("A")));
    assertFalse(manual.pattern.unsubscribe(bytes("A")));
  }

  @Test
  void shouldSendTheLastValueToTheNewSubscriberAlone() {
    Side<XPub> cache = xpub(PubSubOptions.xpub().manualLastValue(true));
    Side<Pair> one = subscriberOf(cache, "\1A");
    cache.receive();
    cache.pattern.subscribe(bytes("A"));
    cache.send("A", "for one");
    Side<Pair> two = subscriberOf(cache, "\1A");
    cache.receive();
    cache.pattern.subscribe(bytes("A"));
    cache.send("A", "for two");
    cache.send("A", "for all");

    assertEquals(List.of("A|for one", "A|for all"), one.receiveAll());
    assertEquals(List.of("A|for two", "A|for all"), two.receiveAll());
  }

  @Test
  void shouldSendTheLastValueToAllWhenTheNewSubscriberHasGone() {
    Side<XPub> cache = xpub(PubSubOptions.xpub().manualLastValue(true));
    Side<Pair> one = subscriberOf(cache, "\1A");
    cache.receive();
    cache.pattern.subscribe(bytes("A"));
    cache.send("A", "for one");
    Side<Pair> leaving = subscriber();
    PubSubFixture.Pair pair = connect(cache, leaving);
    leaving.send("\1A");
    cache.receive();
    cache.pattern.subscribe(bytes("A"));
    pair.end();
    cache.send("A", "for whoever is there");

    assertEquals(List.of("A|for one", "A|for whoever is there"), one.receiveAll());
  }

  @Test
  void shouldKeepTheLastValueForItsSubscriberWhenTheSendIsRefused() {
    Side<XPub> cache = xpub(PubSubOptions.xpub().manualLastValue(true).noDrop(true));
    Side<Pair> full = subscriber();
    connect(cache, full, 1);
    full.pump();
    full.send("\1A");
    cache.receive();
    cache.pattern.subscribe(bytes("A"));
    cache.send("A1");
    Side<Pair> other = subscriberOf(cache, "\1A");
    cache.receive();
    cache.pattern.subscribe(bytes("A"));
    cache.send("A2");
    full.send("\1B");
    cache.receive();
    cache.pattern.subscribe(bytes("B"));

    assertFalse(cache.trySend("A3"));
    full.receiveAll();
    assertTrue(cache.trySend("A3"));

    assertEquals(List.of("A3"), full.receiveAll());
    assertEquals(List.of("A2"), other.receiveAll());
  }

  @Test
  void shouldSaySoWhenItIsNotManual() {
    assertThrows(UnsupportedFeatureException.class, () -> xpub.pattern.subscribe(bytes("A")));
    assertThrows(UnsupportedFeatureException.class, () -> xpub.pattern.unsubscribe(bytes("A")));
  }

  @Test
  void shouldForwardSubscriptionsWhenChainedWithAnXSub() {
    Side<XPub> publisher = xpub(PubSubOptions.xpub());
    Side<XSub> back = new Side<>(host -> new XSub(host, PubSubOptions.xsub()));
    connect(publisher, back);
    Side<Pair> one = subscriberOf(xpub, "\1A");
    Side<Pair> two = subscriberOf(xpub, "\1A");
    xpub.receiveAll().forEach(back::send);
    one.send("\0A");
    xpub.receiveAll().forEach(back::send);
    publisher.send("A1");
    back.receiveAll().forEach(xpub::send);

    assertEquals(List.of("\1A"), publisher.receiveAll());
    assertEquals(List.of(), one.receiveAll());
    assertEquals(List.of("A1"), two.receiveAll());
    two.send("\0A");
    xpub.receiveAll().forEach(back::send);
    assertEquals(List.of("\0A"), publisher.receiveAll());
  }
}
