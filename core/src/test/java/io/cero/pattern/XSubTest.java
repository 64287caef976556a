package io.cero.pattern;

import static io.cero.pattern.PubSubFixture.attach;
import static io.cero.pattern.PubSubFixture.bytes;
import static io.cero.pattern.PubSubFixture.connect;
import static io.cero.pattern.PubSubFixture.pair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.PubSubOptions;
import io.cero.XSubOptions;
import io.cero.pattern.PubSubFixture.Side;
import io.cero.pipe.Outgoing;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** XSUB, with PAIRs at the other ends, which send whatever they are told to and show what comes. */
class XSubTest {
  private final Side<XSub> xsub = xsub(PubSubOptions.xsub());

  private static Side<XSub> xsub(XSubOptions options) {
    return new Side<>(host -> new XSub(host, options));
  }

  private static Side<Pair> publisherOf(Side<XSub> xsub) {
    Side<Pair> publisher = new Side<>(Pair::new);
    connect(publisher, xsub);
    xsub.pump();
    publisher.pump();
    return publisher;
  }

  @Test
  void shouldReceiveWithoutFiltering() {
    Side<Pair> publisher = publisherOf(xsub);
    publisher.send("A", "x");
    publisher.send("B");

    assertTrue(xsub.canReceive());
    assertEquals(List.of("A|x", "B"), xsub.receiveAll());
    assertFalse(xsub.canReceive());
  }

  @Test
  void shouldTakeTurnsWhenSeveralPeersHaveMessages() {
    Side<Pair> one = publisherOf(xsub);
    Side<Pair> two = publisherOf(xsub);
    one.send("a0");
    one.send("a1");
    two.send("b0");

    assertEquals(List.of("a0", "b0", "a1"), xsub.receiveAll());
  }

  @Test
  void shouldAlwaysBeAbleToSend() {
    assertTrue(xsub.canSend());
    assertTrue(xsub.trySend("\1A"));
    assertTrue(xsub.trySend("user"));
  }

  @Test
  void shouldPassEverySubscriptionAndTheLastCancellation() {
    Side<Pair> publisher = publisherOf(xsub);
    for (String message : List.of("\1A", "\1A", "\0A", "\0A", "\0A")) {
      xsub.send(message);
    }

    assertEquals(List.of("\1A", "\1A", "\0A"), publisher.receiveAll());
  }

  @Test
  void shouldPassEveryCancellationWhenVerbose() {
    Side<XSub> verbose = xsub(PubSubOptions.xsub().verboseUnsubscribe(true));
    Side<Pair> publisher = publisherOf(verbose);
    for (String message : List.of("\1A", "\1A", "\0A", "\0A", "\0A")) {
      verbose.send(message);
    }

    assertEquals(List.of("\1A", "\1A", "\0A", "\0A", "\0A"), publisher.receiveAll());
  }

  @Test
  void shouldSubscribeToEverythingWhenThePrefixIsEmpty() {
    Side<Pair> publisher = publisherOf(xsub);
    xsub.send("\1");
    xsub.send("\0");

    assertEquals(List.of("\1", "\0"), publisher.receiveAll());
  }

  @Test
  void shouldTellANewPeerWhatIsSubscribed() {
    for (String message : List.of("\1A", "\1B", "\1C", "\0B", "user")) {
      xsub.send(message);
    }

    assertEquals(Set.of("\1A", "\1C"), Set.copyOf(publisherOf(xsub).receiveAll()));
    assertTrue(xsub.pattern.currentSubscriptions().contains(bytes("A")));
    assertFalse(xsub.pattern.currentSubscriptions().contains(bytes("B")));
  }

  @Test
  void shouldLeaveTheTellingToTheTransportWhenItDoesSo() {
    xsub.send("\1A");
    Side<Pair> publisher = new Side<>(Pair::new);
    PubSubFixture.Pair pair = pair(publisher, xsub, 10);
    pair.rightLink.resends = true;
    attach(pair).right.post(Peer.HICCUP);
    xsub.send("\1B");

    assertEquals(List.of("\1B"), publisher.receiveAll());
  }

  @Test
  void shouldTellAgainWhenTheConnectionIsSoughtAnew() {
    Side<Pair> publisher = new Side<>(Pair::new);
    PubSubFixture.Pair pair = connect(publisher, xsub);
    xsub.send("\1A");
    pair.right.post(Peer.HICCUP);
    xsub.pump();

    assertEquals(List.of("\1A", "\1A"), publisher.receiveAll());
  }

  @Test
  void shouldSendUserMessagesToEveryPeer() {
    Side<Pair> one = publisherOf(xsub);
    Side<Pair> two = publisherOf(xsub);
    xsub.send("2A");
    xsub.send("");
    xsub.send("a", "", "c");

    assertEquals(List.of("2A", "", "a||c"), one.receiveAll());
    assertEquals(List.of("2A", "", "a||c"), two.receiveAll());
  }

  @Test
  void shouldDropUserMessagesForAFullPeerAlone() {
    Side<Pair> full = new Side<>(Pair::new);
    connect(full, xsub, 1);
    Side<Pair> other = publisherOf(xsub);
    xsub.send("1");
    xsub.send("2", "2");
    xsub.send("3");

    assertEquals(List.of("1"), full.receiveAll());
    assertEquals(List.of("1", "2|2", "3"), other.receiveAll());
    assertEquals(2, xsub.dropped(DropReason.HIGH_WATER_MARK));
  }

  @Test
  void shouldPassSubscriptionsBeyondTheMark() {
    Side<Pair> full = new Side<>(Pair::new);
    connect(full, xsub, 1);
    xsub.send("user");
    xsub.send("\1A");
    xsub.send("\1B");

    assertEquals(List.of("user", "\1A", "\1B"), full.receiveAll());
    assertTrue(xsub.dropped.isEmpty());
  }

  @Test
  void shouldSendUserMessagesAgainWhenAFullPeerHasRoom() {
    Side<Pair> publisher = new Side<>(Pair::new);
    connect(publisher, xsub, 1);
    xsub.send("1");
    xsub.send("lost");
    publisher.receiveAll();
    xsub.send("2");

    assertEquals(List.of("2"), publisher.receiveAll());
  }

  @Test
  void shouldApplyEverySubscriptionOfAMessage() {
    Side<Pair> publisher = publisherOf(xsub);
    xsub.send("\1A", "\1B", "\0A");

    assertEquals(List.of("\1A", "\1B", "\0A"), publisher.receiveAll());
    assertEquals(1, xsub.pattern.currentSubscriptions().size());
  }

  @Test
  void shouldTakeSubscriptionsOutOfAMessage() {
    Side<Pair> publisher = publisherOf(xsub);
    xsub.send("\1A", "u", "\1B", "v", "\1C");
    xsub.send("w");

    assertEquals(List.of("\1A", "\1B", "\1C", "u|v", "w"), publisher.receiveAll());
    assertEquals(3, xsub.pattern.currentSubscriptions().size());
  }

  @Test
  void shouldTakeTheFirstFrameAloneForASubscriptionWhenToldSo() {
    Side<XSub> strict = xsub(PubSubOptions.xsub().onlyFirstSubscribe(true));
    Side<Pair> publisher = publisherOf(strict);
    strict.send("u", "\1A", "\0B");
    strict.send("\1C", "\1D");
    strict.send("\1E");

    assertEquals(List.of("u|\1A|\0B", "\1C|\1D", "\1E"), publisher.receiveAll());
    assertTrue(strict.pattern.currentSubscriptions().contains(bytes("C")));
    assertEquals(2, strict.pattern.currentSubscriptions().size());
  }

  @Test
  void shouldNotPassALeadingCancellationThatIsNotTheLast() {
    Side<XSub> strict = xsub(PubSubOptions.xsub().onlyFirstSubscribe(true));
    Side<Pair> publisher = publisherOf(strict);
    strict.send("\1A");
    strict.send("\1A");
    strict.send("\0A", "u");
    strict.send("\0A", "v");

    assertEquals(List.of("\1A", "\1A", "u", "\0A|v"), publisher.receiveAll());
  }

  @Test
  void shouldTellWhoComesMeanwhileOfASubscriptionThatLeadsAMessage() {
    Side<XSub> strict = xsub(PubSubOptions.xsub().onlyFirstSubscribe(true));
    Side<Pair> publisher = new Side<>(Pair::new);
    connect(publisher, strict); // it comes when the call has looked already

    strict.pattern.send(new Outgoing().set(bytes("\1A")), true);
    assertEquals(List.of("\1A"), publisher.receiveAll());
    strict.sendFrame("of a message that began before", false);
    strict.send("u");
    assertEquals(List.of("u"), publisher.receiveAll());
  }

  @Test
  void shouldDropWhatWasBegunWhenTheMessageIsAbandoned() {
    Side<Pair> publisher = publisherOf(xsub);
    xsub.sendFrame("u", true);
    xsub.pattern.abandonSend();
    xsub.send("\1A");
    Side<XSub> strict = xsub(PubSubOptions.xsub().onlyFirstSubscribe(true));
    Side<Pair> other = publisherOf(strict);
    strict.sendFrame("u", true);
    strict.pattern.abandonSend();
    strict.send("\1A");

    assertEquals(List.of("\1A"), publisher.receiveAll());
    assertEquals(List.of("\1A"), other.receiveAll());
  }

  @Test
  void shouldReceiveWhatAGonePeerHadSentAndThenForgetIt() {
    Side<Pair> publisher = new Side<>(Pair::new);
    PubSubFixture.Pair pair = connect(publisher, xsub);
    publisher.send("A");
    pair.end();
    xsub.send("\1A");
    xsub.send("user");

    assertEquals(List.of("A"), xsub.receiveAll());
    assertEquals(List.of(pair.right), xsub.forgotten);
    assertEquals(0, pair.right.out.published());
  }

  @Test
  void shouldExchangeUserMessagesWithAnXPub() {
    Side<XPub> xpub = new Side<>(host -> new XPub(host, PubSubOptions.xpub()));
    connect(xpub, xsub);
    xsub.send("\1A");
    xsub.send("up", "stream");
    assertEquals(List.of("\1A", "up|stream"), xpub.receiveAll());
    xpub.send("A", "down");

    assertEquals(List.of("A|down"), xsub.receiveAll());
  }
}
