package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Message;
import io.cero.PubSocket;
import io.cero.Receiver;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.SubSocket;
import io.cero.XPubSocket;
import io.cero.XSubSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PUB, SUB, XPUB and XSUB. */
class PublishSubscribeConformanceTest extends Conformance {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private SubSocket subscriber(String... prefixes) {
    SubSocket sub = context.sub();
    for (String prefix : prefixes) {
      sub.subscribe(prefix);
    }
    return sub;
  }

  /** Receives a subscription (true) or a cancellation. */
  private static void assertTold(Receiver xpub, boolean subscribed, String topic) {
    byte[] told = receive(xpub).bytes();
    assertEquals(topic, new String(told, 1, told.length - 1, StandardCharsets.UTF_8));
    assertEquals(subscribed ? 1 : 0, told[0]);
  }

  @EveryTransport
  void shouldDeliverWhatIsSubscribedToAndNothingElse(Transport transport) {
    XPubSocket pub = context.xpub();
    SubSocket sub = subscriber("A", "B.");
    join(transport, pub, sub);
    receive(pub);
    receive(pub);

    for (String topic : List.of("A", "B", "B.", "C", "AA", "", "B.x")) {
      send(pub, topic, "of " + topic);
    }

    for (String topic : List.of("A", "B.", "AA", "B.x")) {
      assertEquals(Message.of(topic, "of " + topic), receive(sub));
    }
  }

  @EveryTransport
  void shouldDeliverWhenTheSubscriberBinds(Transport transport) {
    PubSocket pub = context.pub();
    SubSocket sub = subscriber("");
    join(transport, sub, pub);
    synchronize(pub, sub, "t");

    pub.send("topic", "body");

    assertEquals(Message.of("topic", "body"), receive(sub));
  }

  @EveryTransport
  void shouldTellSubscriptionsWhenXpubReceives(Transport transport) {
    XPubSocket pub = context.xpub();
    SubSocket sub = context.sub();
    join(transport, pub, sub);

    sub.subscribe("A");
    assertTold(pub, true, "A");
    sub.subscribe("");
    assertTold(pub, true, "");
    sub.subscribe("A");
    sub.unsubscribe("A");
    sub.unsubscribe("A");
    assertTold(pub, false, "A");
    sub.unsubscribe("");
    assertTold(pub, false, "");
    assertNothing(pub);
  }

  @EveryTransport
  void shouldStopDeliveringWhenEverySubscriptionIsTakenBack(Transport transport) {
    XPubSocket pub = context.xpub();
    SubSocket sub = subscriber("A", "A", "B");
    join(transport, pub, sub);
    receive(pub);
    receive(pub);

    sub.unsubscribe("A");
    send(pub, "A1");
    assertEquals("A1", text(sub));
    sub.unsubscribe("A");
    assertTold(pub, false, "A");
    send(pub, "A2");
    send(pub, "B");

    assertEquals("B", text(sub));
  }

  @EveryTransport
  void shouldDeliverBinaryPrefixes(Transport transport) {
    XPubSocket pub = context.xpub();
    SubSocket sub = context.sub();
    sub.subscribe(new byte[] {0, -1});
    join(transport, pub, sub);
    assertArrayEquals(new byte[] {1, 0, -1}, receive(pub).bytes());

    pub.send(new byte[] {0, 0});
    pub.send(new byte[] {0, -1, 5});

    assertArrayEquals(new byte[] {0, -1, 5}, receive(sub).bytes());
  }

  @EveryTransport
  void shouldReachEverySubscriberThatWantsIt(Transport transport) {
    XPubSocket pub = context.xpub(o -> o.verbose(true));
    List<SubSocket> subs = List.of(subscriber("A"), subscriber("B"), subscriber("A", "B"));
    join(transport, pub, subs.toArray(SubSocket[]::new));
    IntStream.range(0, 4).forEach(i -> receive(pub));

    send(pub, "A");
    send(pub, "B");

    assertEquals("A", text(subs.get(0)));
    assertEquals("B", text(subs.get(1)));
    assertEquals(List.of("A", "B"), texts(subs.get(2), 2));
  }

  @EveryTransport
  void shouldTakeUpdatesInTurnWhenThereAreSeveralPublishers(Transport transport) {
    SubSocket sub = subscriber("");
    XPubSocket a = context.xpub();
    XPubSocket b = context.xpub();
    XPubSocket c = context.xpub();
    join(transport, sub, a, b, c);
    assertNothing(sub); // a bound subscriber subscribes at new peers when it is used
    receive(a);
    receive(b);
    receive(c);
    sendAndLeave(
        transport,
        sub,
        a,
        () -> {
          send(a, "A1");
          send(a, "A2");
          send(a, "A3");
        });
    sendAndLeave(transport, sub, b, () -> send(b, "B1"));
    sendAndLeave(
        transport,
        sub,
        c,
        () -> {
          send(c, "C1");
          send(c, "C2");
        });

    assertEquals(List.of("A1", "B1", "C1", "A2", "C2", "A3"), texts(sub, 6));
  }

  @EveryTransport
  void shouldPublishIntoTheVoidWhenThereIsNobody(Transport transport) {
    PubSocket pub = context.pub();
    pub.bind(transport.fresh());

    for (int i = 0; i < 5000; i++) {
      assertTrue(pub.trySend("nobody hears"));
    }
  }

  @Test
  void shouldDropExactlyWhatIsBeyondBothMarksWhenInproc() {
    PubSocket pub = context.pub(o -> o.sendHighWaterMark(20));
    SubSocket slow = context.sub(o -> o.receiveHighWaterMark(10));
    slow.subscribe("");
    SubSocket other = context.sub();
    other.subscribe("");
    join(Transport.INPROC, pub, slow, other);

    for (int i = 0; i < 100; i++) {
      assertTrue(pub.trySend("m" + i));
    }

    for (int i = 0; i < 30; i++) {
      assertEquals("m" + i, text(slow));
    }
    assertNothing(slow);
    assertEquals(100, IntStream.range(0, 100).mapToObj(i -> text(other)).distinct().count());
  }

  @Connected
  void shouldNeverWaitWhenASubscriberDoesNotRead(Transport transport) {
    XPubSocket pub = context.xpub(o -> o.sendHighWaterMark(10));
    SubSocket sub = context.sub(o -> o.receiveHighWaterMark(10));
    sub.subscribe("");
    join(transport, pub, sub);
    receive(pub);
    byte[] body = new byte[100_000];

    try (SocketMonitor monitor = pub.monitor()) {
      for (int i = 0; i < 1000; i++) {
        assertTrue(pub.trySend(body));
      }
      long dropped = await(monitor, SocketEvent.Dropped.class).count();
      long received = 0;
      while (received + dropped < 1000) {
        received += sub.receive(Duration.ofMillis(5)).isPresent() ? 1 : 0;
        for (SocketEvent event : pending(monitor)) {
          dropped += event instanceof SocketEvent.Dropped drop ? drop.count() : 0;
        }
      }
      assertEquals(1000, received + dropped);
      assertTrue(received >= 10, "received " + received);
    }
    pub.send("alive");
    assertEquals("alive", text(sub));
  }

  @Test
  void shouldRefuseWhenNoDropAndASubscriberIsAtItsMark() {
    PubSocket pub = context.pub(o -> o.sendHighWaterMark(2).noDrop(true));
    SubSocket sub = context.sub(o -> o.receiveHighWaterMark(3));
    sub.subscribe("");
    join(Transport.INPROC, pub, sub);

    assertEquals(5, fill(pub, bytes("x")));
    assertFalse(pub.isWritable());
    assertEquals("x", text(sub));
    // Room is told of in lots, not message by message.
    texts(sub, 4);
    assertTrue(pub.trySend("y"));
    assertEquals("y", text(sub));
  }

  @EveryTransport
  void shouldPassEverySubscriptionOnWhenVerbose(Transport transport) {
    XPubSocket pub = context.xpub(o -> o.verbose(true));
    SubSocket a = context.sub();
    SubSocket b = context.sub();
    join(transport, pub, a, b);

    a.subscribe("A");
    assertTold(pub, true, "A");
    b.subscribe("A");
    assertTold(pub, true, "A");
    a.unsubscribe("A");
    b.unsubscribe("A");
    assertTold(pub, false, "A");
    assertNothing(pub);
  }

  @EveryTransport
  void shouldPassEveryCancellationOnWhenVerboser(Transport transport) {
    XPubSocket pub = context.xpub(o -> o.verboser(true));
    SubSocket a = context.sub();
    SubSocket b = context.sub();
    join(transport, pub, a, b);

    a.subscribe("A");
    assertTold(pub, true, "A");
    b.subscribe("A");
    assertTold(pub, true, "A");
    a.unsubscribe("A");
    assertTold(pub, false, "A");
    b.unsubscribe("A");
    assertTold(pub, false, "A");
  }

  @EveryTransport
  void shouldTellACancellationWhenASubscriberGoes(Transport transport) {
    XPubSocket pub = context.xpub();
    SubSocket sub = subscriber("A");
    join(transport, pub, sub);
    assertTold(pub, true, "A");

    sub.close();

    assertTold(pub, false, "A");
  }

  @EveryTransport
  void shouldSubscribeAsTheApplicationSaysWhenManual(Transport transport) {
    XPubSocket pub = context.xpub(o -> o.manual(true));
    SubSocket sub = subscriber("A", "XA");
    join(transport, pub, sub);
    receive(pub);
    receive(pub);
    send(pub, "XA, to nobody yet");
    pub.subscribe(bytes("XA"));

    send(pub, "A, asked for and not granted");
    send(pub, "XA, granted");
    assertEquals("XA, granted", text(sub));
    pub.unsubscribe(bytes("XA"));
    pub.subscribe(bytes("A"));
    send(pub, "XA, taken back");
    send(pub, "A, granted");

    assertEquals("A, granted", text(sub));
  }

  @EveryTransport
  void shouldReachTheLastSubscriberOnlyWhenManualLastValue(Transport transport) {
    XPubSocket pub = context.xpub(o -> o.manualLastValue(true));
    SubSocket a = subscriber("A");
    SubSocket b = subscriber("A");
    String endpoint = join(transport, pub, a);
    assertTold(pub, true, "A");
    pub.subscribe(bytes("A"));
    send(pub, "A", "last value, for a");
    connect(pub, endpoint, b);
    assertTold(pub, true, "A");
    pub.subscribe(bytes("A"));

    send(pub, "A", "last value, for b");
    send(pub, "A", "news");

    assertEquals(Message.of("A", "last value, for a"), receive(a));
    assertEquals(Message.of("A", "news"), receive(a));
    assertEquals(Message.of("A", "last value, for b"), receive(b));
    assertEquals(Message.of("A", "news"), receive(b));
  }

  @EveryTransport
  void shouldSayWhetherThePeerIsThereWhenItsSubscriptionIsDecidedOn(Transport transport) {
    XPubSocket pub = context.xpub(o -> o.manual(true));
    SubSocket sub = subscriber("A");
    join(transport, pub, sub);
    assertTold(pub, true, "A");

    assertTrue(pub.subscribe(bytes("A")));
    assertTrue(pub.unsubscribe(bytes("A")));
    assertFalse(pub.unsubscribe(bytes("A")));
    assertTrue(pub.drop(pub.peers().get(0)));
    assertFalse(pub.subscribe(bytes("A")));
  }

  @EveryTransport
  void shouldWelcomeWhenASubscriberComes(Transport transport) {
    XPubSocket pub = context.xpub(o -> o.welcomeMessage(Message.of("W")));
    SubSocket sub = subscriber("W");
    join(transport, pub, sub);
    assertTold(pub, true, "W");

    assertEquals("W", text(sub));
  }

  @EveryTransport
  void shouldDeliverTheRestWhenMatchingIsInverted(Transport transport) {
    XPubSocket pub = context.xpub(o -> o.invertMatching(true));
    SubSocket sub = context.sub(o -> o.invertMatching(true));
    sub.subscribe("A");
    join(transport, pub, sub);
    assertTold(pub, true, "A");

    send(pub, "A not");
    send(pub, "B yes");
    send(pub, "AA not");
    send(pub, "yes");

    assertEquals(List.of("B yes", "yes"), texts(sub, 2));
  }

  @EveryTransport
  void shouldSubscribeWhenXsubSendsASubscription(Transport transport) {
    XPubSocket pub = context.xpub();
    XSubSocket sub = context.xsub();
    join(transport, pub, sub);
    sub.send(bytes("\u0001A"));
    assertTold(pub, true, "A");

    send(pub, "B");
    send(pub, "A", "body");

    assertEquals(Message.of("A", "body"), receive(sub));
    sub.send(bytes("\u0000A"));
    assertTold(pub, false, "A");
  }

  @EveryTransport
  void shouldPassAUsersMessageUpstreamWhenXsubSendsOne(Transport transport) {
    XPubSocket pub = context.xpub();
    XSubSocket sub = context.xsub();
    join(transport, pub, sub);

    sub.send("user's", "message");

    assertEquals(Message.of("user's", "message"), receive(pub));
  }

  @EveryTransport
  void shouldGoThroughAForwarderWhenXsubAndXpubAreChained(Transport transport) {
    XPubSocket front = context.xpub();
    XSubSocket back = context.xsub();
    XPubSocket pub = context.xpub();
    SubSocket sub = context.sub();
    join(transport, pub, back);
    join(transport, front, sub);

    sub.subscribe("A");
    back.send(receive(front));
    assertTold(pub, true, "A");
    send(pub, "B");
    send(pub, "A");
    front.send(receive(back));

    assertEquals("A", text(sub));
  }

  @EveryTransport
  void shouldSubscribeAtANewPublisherWhenSubscriptionsAreOlder(Transport transport) {
    SubSocket sub = context.sub();
    for (int i = 0; i < 2000; i++) {
      sub.subscribe("topic " + i);
    }
    XPubSocket pub = context.xpub();
    join(transport, sub, pub);
    assertNothing(sub); // a bound subscriber subscribes at a new peer when it is used

    for (int i = 0; i < 2000; i++) {
      receive(pub);
    }

    send(pub, "topic 1999!");
    assertEquals("topic 1999!", text(sub));
  }

  @Connected
  void shouldSubscribeAgainWhenThePublisherIsRestarted(Transport transport) {
    String endpoint = lasting(transport);
    SubSocket sub = context.sub();
    for (int i = 0; i < 5000; i++) {
      sub.subscribe("topic " + i);
    }
    XPubSocket first = context.xpub();
    first.bind(endpoint);
    sub.connect(endpoint);
    IntStream.range(0, 5000).forEach(i -> receive(first));
    first.close();

    XPubSocket second = context.xpub();
    second.bind(endpoint);

    IntStream.range(0, 5000).forEach(i -> receive(second));
    send(second, "topic 4999");
    assertEquals("topic 4999", text(sub));
  }

  @EveryTransport
  void shouldKeepOnlyTheNewestWhenTheSubscriberConflates(Transport transport) {
    XPubSocket pub = context.xpub();
    SubSocket sub = context.sub(o -> o.conflate(true));
    sub.subscribe("");
    join(transport, pub, sub);
    assertTold(pub, true, "");
    sendAndLeave(
        transport, sub, pub, () -> IntStream.rangeClosed(0, 700).forEach(i -> send(pub, "m" + i)));

    assertEquals("m700", text(sub));
    assertNothing(sub);
  }

  @EveryTransport
  void shouldSubscribeAndCancelWhileThePublisherOnlyWaits(Transport transport) {
    XPubSocket pub = context.xpub();
    SubSocket sub = context.sub();
    join(transport, pub, sub);
    for (int i = 0; i < 300; i++) {
      sub.subscribe("t" + i);
    }
    for (int i = 0; i < 300; i++) {
      assertTold(pub, true, "t" + i);
    }
    for (int i = 0; i < 300; i++) {
      sub.unsubscribe("t" + i);
    }
    for (int i = 0; i < 300; i++) {
      assertTold(pub, false, "t" + i);
    }
  }
}
