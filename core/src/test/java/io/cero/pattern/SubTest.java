package io.cero.pattern;

import static io.cero.pattern.PubSubFixture.attach;
import static io.cero.pattern.PubSubFixture.bytes;
import static io.cero.pattern.PubSubFixture.connect;
import static io.cero.pattern.PubSubFixture.pair;
import static io.cero.pattern.PubSubFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.PubSubOptions;
import io.cero.pattern.PubSubFixture.Side;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** SUB, with PAIRs at the other ends, which send whatever they are told to and show what comes. */
class SubTest {
  private final Side<Sub> sub = new Side<>(host -> new Sub(host, PubSubOptions.sub()));

  private static Side<Pair> publisher() {
    return new Side<>(Pair::new);
  }

  private Side<Pair> connected() {
    Side<Pair> publisher = publisher();
    connect(publisher, sub);
    sub.pump();
    publisher.pump();
    return publisher;
  }

  private void subscribe(String prefix) {
    sub.pump();
    sub.pattern.subscribe(bytes(prefix));
  }

  private boolean unsubscribe(String prefix) {
    sub.pump();
    return sub.pattern.unsubscribe(bytes(prefix));
  }

  @Test
  void shouldReceiveNothingWithoutASubscription() {
    Side<Pair> publisher = connected();
    publisher.send("A");

    assertEquals("nothing", sub.receive());
    assertFalse(sub.canReceive());
    assertEquals(1, sub.dropped(DropReason.FILTERED));
  }

  @Test
  void shouldReceiveWhatMatchesAndCountTheRest() {
    Side<Pair> publisher = connected();
    subscribe("A");
    for (String message : List.of("B", "A1", "", "BA", "A", "a")) {
      publisher.send(message);
    }

    assertEquals(List.of("A1", "A"), sub.receiveAll());
    assertEquals(4, sub.dropped(DropReason.FILTERED));
  }

  @Test
  void shouldReceiveEverythingWhenThePrefixIsEmpty() {
    Side<Pair> publisher = connected();
    subscribe("");
    publisher.send("");
    publisher.send("x");

    assertEquals(List.of("", "x"), sub.receiveAll());
  }

  @Test
  void shouldReceiveWhatAnyOfSeveralSubscriptionsMatches() {
    Side<Pair> publisher = connected();
    subscribe("A");
    subscribe("BB");
    for (String message : List.of("A", "B", "BB", "BBB", "C")) {
      publisher.send(message);
    }

    assertEquals(List.of("A", "BB", "BBB"), sub.receiveAll());
  }

  @Test
  void shouldLookAtTheFirstFrameAloneAndSkipWholeMessages() {
    Side<Pair> publisher = connected();
    subscribe("A");
    publisher.send("B", "A", "A");
    publisher.send("A", "B", "");

    assertEquals(List.of("A|B|"), sub.receiveAll());
    assertEquals(1, sub.dropped(DropReason.FILTERED));
  }

  @Test
  void shouldCompareBytesWhenPrefixesAreBinary() {
    Side<Pair> publisher = connected();
    subscribe("\0\200");
    publisher.send("\0\200z");
    publisher.send("\0\177z");

    assertEquals(List.of("\0\200z"), sub.receiveAll());
  }

  @Test
  void shouldReceiveWhatDoesNotMatchWhenInverted() {
    Side<Sub> inverted =
        new Side<>(host -> new Sub(host, PubSubOptions.sub().invertMatching(true)));
    Side<Pair> publisher = publisher();
    connect(publisher, inverted);
    inverted.pattern.subscribe(bytes("A"));
    publisher.send("A");
    publisher.send("B");

    assertEquals(List.of("B"), inverted.receiveAll());
  }

  @Test
  void shouldNeedAsManyCancellationsAsSubscriptions() {
    Side<Pair> publisher = connected();
    subscribe("A");
    subscribe("A");
    assertTrue(unsubscribe("A"));
    publisher.send("A1");
    assertEquals(List.of("A1"), sub.receiveAll());
    assertTrue(unsubscribe("A"));
    publisher.send("A2");

    assertEquals(List.of(), sub.receiveAll());
  }

  @Test
  void shouldSayWhenThereIsNothingToCancel() {
    Side<Pair> publisher = connected();
    subscribe("AB");

    assertFalse(unsubscribe("A"));
    assertFalse(unsubscribe("ABC"));

    assertEquals(List.of("\1AB"), publisher.receiveAll());
  }

  @Test
  void shouldTellEveryPeerOfEachSubscriptionAndOfTheLastCancellation() {
    Side<Pair> one = connected();
    Side<Pair> two = connected();
    subscribe("A");
    subscribe("A");
    unsubscribe("A");
    unsubscribe("A");

    assertEquals(List.of("\1A", "\1A", "\0A"), one.receiveAll());
    assertEquals(List.of("\1A", "\1A", "\0A"), two.receiveAll());
  }

  @Test
  void shouldTellANewPeerWhatIsSubscribed() {
    subscribe("A");
    subscribe("A");
    subscribe("B");
    subscribe("gone");
    unsubscribe("gone");

    Side<Pair> publisher = connected();

    assertEquals(Set.of("\1A", "\1B"), Set.copyOf(publisher.receiveAll()));
  }

  @Test
  void shouldLeaveTheTellingToTheTransportWhenItDoesSo() {
    subscribe("A");
    Side<Pair> publisher = publisher();
    PubSubFixture.Pair pair = pair(publisher, sub, 10);
    pair.rightLink.resends = true;
    attach(pair);
    sub.pump();
    assertEquals(List.of(), publisher.receiveAll());

    subscribe("B");

    assertEquals(List.of("\1B"), publisher.receiveAll());
  }

  @Test
  void shouldTellAgainWhenTheConnectionIsSoughtAnewUnlessTheTransportDoes() {
    subscribe("A");
    Side<Pair> one = publisher();
    Side<Pair> two = publisher();
    PubSubFixture.Pair resending = pair(two, sub, 10);
    resending.rightLink.resends = true;
    attach(resending).right.post(Peer.HICCUP);
    PubSubFixture.Pair plain = connect(one, sub);
    sub.pump();

    plain.right.post(Peer.HICCUP);
    sub.pump();

    assertEquals(List.of("\1A", "\1A"), one.receiveAll());
    assertEquals(List.of(), two.receiveAll());
  }

  @Test
  void shouldShowWhatIsSubscribedToOtherThreads() {
    subscribe("A");
    subscribe("B");
    unsubscribe("A");
    Set<String> seen = new TreeSet<>();

    sub.pattern.currentSubscriptions().forEach(prefix -> seen.add(text(prefix)));

    assertEquals(Set.of("B"), seen);
  }

  @Test
  void shouldTakeTurnsWhenSeveralPeersHaveMessages() {
    Side<Pair> one = connected();
    Side<Pair> two = connected();
    subscribe("");
    for (int i = 0; i < 3; i++) {
      one.send("a" + i);
      two.send("b" + i);
    }

    assertEquals(List.of("a0", "b0", "a1", "b1", "a2", "b2"), sub.receiveAll());
  }

  @Test
  @SuppressWarnings("IdentityBinaryExpression") // asked twice, it must say the same
  void shouldReceiveTheMessageThatCanReceiveSaw() {
    Side<Pair> one = connected();
    Side<Pair> two = connected();
    subscribe("A");
    one.send("B");
    one.send("A1", "x");
    two.send("A2");

    List<String> received = new ArrayList<>();
    while (sub.canReceive() && sub.canReceive()) {
      received.add(sub.receive());
    }

    assertEquals(Set.of("A1|x", "A2"), Set.copyOf(received));
    assertEquals(2, received.size());
    assertEquals(1, sub.dropped(DropReason.FILTERED));
  }

  @Test
  void shouldSayThatItCanReceiveBetweenTheFramesOfAMessage() {
    Side<Pair> publisher = connected();
    subscribe("A");
    publisher.send("A", "z");
    sub.pump();
    Incoming frame = new Incoming();
    assertTrue(sub.pattern.receive(frame));
    frame.done();

    assertTrue(sub.canReceive());
    assertTrue(sub.pattern.receive(frame));
    assertEquals("z", text(frame.copy()));
    frame.done();
    assertFalse(sub.canReceive());
  }

  @Test
  void shouldGiveTheCallerATurnWhenNothingOfALongStreamMatches() {
    Side<Pair> publisher = publisher();
    connect(publisher, sub, 0);
    sub.pump();
    subscribe("A");
    for (int i = 0; i < 3 * SubscriberEnd.BUDGET; i++) {
      publisher.send("B");
    }
    publisher.send("A");
    sub.pump();

    Incoming frame = new Incoming();
    assertFalse(sub.pattern.receive(frame));
    assertEquals(SubscriberEnd.BUDGET, sub.dropped(DropReason.FILTERED));
    assertFalse(sub.inbox.isEmpty(), "the rest is due");
    assertEquals("nothing", sub.receive());
    assertFalse(sub.canReceive());
    assertEquals("A", sub.receive());
  }

  @Test
  void shouldMatchWhenATopicLiesInSeveralPieces() {
    Side<Pair> publisher = publisher();
    connect(publisher, sub, 0);
    sub.pump();
    String large = "A".repeat(300_000);
    subscribe("A".repeat(200_000));
    publisher.send(large);
    publisher.send("A".repeat(199_999) + "B".repeat(1_000));

    assertEquals(List.of(large), sub.receiveAll());
    assertEquals(1, sub.dropped(DropReason.FILTERED));
  }

  @Test
  void shouldReceiveWhatAGonePeerHadSentAndThenForgetIt() {
    Side<Pair> publisher = publisher();
    PubSubFixture.Pair pair = connect(publisher, sub);
    subscribe("A");
    publisher.send("A");
    publisher.send("B");
    pair.end();
    sub.pump();
    assertTrue(sub.forgotten.isEmpty());

    assertEquals(List.of("A"), sub.receiveAll());

    assertEquals(List.of(pair.right), sub.forgotten);
    subscribe("C"); // nobody to tell
  }

  @Test
  void shouldKnowThePeerOfTheLastMessage() {
    assertNull(sub.pattern.lastPeer());
    Side<Pair> publisher = publisher();
    PubSubFixture.Pair pair = connect(publisher, sub);
    Side<Pair> other = connected();
    subscribe("A");
    publisher.send("A");
    sub.receive();
    assertSame(pair.right, sub.pattern.lastPeer());
    other.send("A");
    assertTrue(sub.canReceive());

    assertSame(pair.right, sub.pattern.lastPeer(), "the other's was not received yet");
    sub.receive();
    assertTrue(pair.right != sub.pattern.lastPeer());
  }

  @Test
  void shouldNotSend() {
    assertFalse(sub.canSend());
    assertThrows(
        UnsupportedOperationException.class, () -> sub.pattern.send(new Outgoing(), false));
  }
}
