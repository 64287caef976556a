package io.cero.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.DropReason;
import io.cero.EndpointException;
import io.cero.Message;
import io.cero.PairSocket;
import io.cero.PeerStatistics;
import io.cero.PubSocket;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.Socket;
import io.cero.SocketStatistics;
import io.cero.SubSocket;
import io.cero.XPubSocket;
import io.cero.XSubSocket;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot of a socket's statistics is what happened. */
class StatisticsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] BODY = new byte[10];

  /** Bytes of a frame of {@link #BODY} on the wire. */
  private static final int FRAME = 12;

  private final Context context = Context.create(o -> o.linger(Duration.ZERO));

  @AfterEach
  void close() {
    context.close();
  }

  /** Waits until a socket's statistics are as they should be. */
  static SocketStatistics await(Socket socket, Predicate<SocketStatistics> wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      SocketStatistics now = socket.statistics();
      if (wanted.test(now)) {
        return now;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("still " + now);
      }
      Thread.onSpinWait();
    }
  }

  private static Message receive(io.cero.Receiver receiver) {
    return receiver.receive(PATIENCE).orElseThrow(() -> new AssertionError("nothing came"));
  }

  @Test
  void shouldKeepNoAccountOfAPeerThatAConnectWasRefused() {
    PubSocket pub = context.pub();
    pub.bind("inproc://refused");
    PullSocket pull = context.pull();
    for (int i = 0; i < 3; i++) {
      assertThrows(EndpointException.class, () -> pull.connect("inproc://refused"));
    }
    assertEquals(0, pull.statistics().peers().size());
    assertEquals(0, pull.peerCount());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://statistics"})
  void shouldCountMessagesAndBytesOfBothSides(String endpoint) {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    push.connect(pull.bind(endpoint));
    for (int i = 0; i < 100; i++) {
      push.send(BODY);
    }
    for (int i = 0; i < 60; i++) {
      receive(pull);
    }
    SocketStatistics there = await(pull, s -> s.received().read() == 100);
    assertEquals(60, there.received().delivered());
    assertEquals(40, there.received().queued());
    assertEquals(100 * FRAME, there.received().readBytes());
    assertEquals(60 * FRAME, there.received().deliveredBytes());
    assertEquals(40 * FRAME, there.received().queuedBytes());
    assertEquals(Map.of(), there.received().dropped());
    assertEquals(0, there.sent().accepted());

    boolean shared = endpoint.startsWith("inproc");
    SocketStatistics here = await(push, s -> s.sent().written() == (shared ? 60 : 100));
    assertEquals(100, here.sent().accepted());
    assertEquals(shared ? 40 : 0, here.sent().queued());
    assertEquals(100 * FRAME, here.sent().acceptedBytes());
    assertEquals((shared ? 60 : 100) * FRAME, here.sent().writtenBytes());
    assertEquals((shared ? 40 : 0) * FRAME, here.sent().queuedBytes());
    assertEquals(here.sent(), here.peers().get(0).sent());
    assertEquals(there.received(), there.peers().get(0).received());
  }

  @Test
  void shouldSayWhoThePeerIs() {
    RouterSocket router = context.router();
    String endpoint = router.bind("tcp://127.0.0.1:*");
    DealerSocket dealer = context.dealer(o -> o.routingId(RoutingId.of("me")));
    dealer.connect(endpoint);
    dealer.send(BODY);
    receive(router);

    PeerStatistics peer = router.statistics().peers().get(0);
    assertEquals(endpoint, peer.endpoint());
    assertTrue(peer.accepted());
    assertTrue(peer.connected());
    assertEquals("3.1", peer.version());
    assertEquals("NULL", peer.mechanism());
    assertTrue(peer.address().contains("127.0.0.1:"), peer.address());
    assertEquals(RoutingId.of("me"), peer.identity().orElseThrow());
    Duration since = peer.sinceTraffic();
    assertFalse(since.isNegative(), since::toString);
    PeerStatistics later = router.statistics().peers().get(0);
    assertTrue(later.sinceTraffic().compareTo(since) > 0, "time stands still");
    assertFalse(dealer.statistics().peers().get(0).accepted());
  }

  @Test
  void shouldSayThatAPeerIsSought() {
    PushSocket push = context.push(o -> o.sendHighWaterMark(5));
    push.connect("inproc://nobody");
    while (push.trySend(BODY)) {}
    SocketStatistics now = push.statistics();
    assertFalse(now.peers().get(0).connected());
    assertEquals(5, now.sent().queued());
    assertEquals("", now.peers().get(0).address());
    push.close();
    SocketStatistics last = push.statistics();
    assertEquals(Map.of(DropReason.LINGER_ENDED, 5L), last.sent().dropped());
    assertEquals(0, last.sent().queued());
    assertEquals(0, last.peers().size());
  }

  @Test
  void shouldCountWhatAPublisherDropsForWhom() {
    PubSocket pub = context.pub(o -> o.sendHighWaterMark(20));
    pub.bind("inproc://publisher");
    SubSocket slow = context.sub(o -> o.receiveHighWaterMark(10));
    SubSocket fast = context.sub(o -> o.receiveHighWaterMark(0));
    for (SubSocket each : new SubSocket[] {slow, fast}) {
      each.subscribe("x");
      each.connect("inproc://publisher");
    }
    assertTrue(pub.awaitSubscribers("x", 2, PATIENCE));
    for (int i = 0; i < 100; i++) {
      pub.send("x");
      pub.send("nobody wants this");
    }
    SocketStatistics here = await(pub, s -> s.sent().accepted() == 300);
    assertEquals(
        Map.of(DropReason.HIGH_WATER_MARK, 70L, DropReason.NO_PEER, 100L), here.sent().dropped());
    assertEquals(130, here.sent().queued());
    PeerStatistics slowly =
        here.peers().stream().filter(p -> p.sent().queued() == 30).findFirst().orElseThrow();
    assertEquals(Map.of(DropReason.HIGH_WATER_MARK, 70L), slowly.sent().dropped());
    assertEquals(100, slowly.sent().accepted());
    slow.close();
    SocketStatistics then = await(pub, s -> s.sent().queued() == 100);
    assertEquals(300, then.sent().accepted());
    pub.send("x"); // takes note
    assertEquals(1, pub.statistics().peers().size());
    assertEquals(30, pub.statistics().sent().dropped(DropReason.PEER_GONE));
    assertEquals(30, slow.statistics().received().dropped(DropReason.CLOSED));
  }

  @Test
  void shouldCountWhatAStreamOfAPublisherDrops() {
    PubSocket pub = context.pub(o -> o.sendHighWaterMark(10));
    String endpoint = pub.bind("tcp://127.0.0.1:*");
    for (int i = 0; i < 2; i++) {
      SubSocket sub = context.sub(o -> o.receiveHighWaterMark(10));
      sub.subscribe("x");
      sub.connect(endpoint);
    }
    assertTrue(pub.awaitSubscribers("x", 2, PATIENCE));
    byte[] body = new byte[1_000];
    body[0] = 'x';
    int count = 30_000; // more than everything between holds
    for (int i = 0; i < count; i++) {
      pub.send(body);
    }
    SocketStatistics here = await(pub, s -> s.sent().accepted() == 2 * count);
    assertTrue(here.sent().dropped(DropReason.HIGH_WATER_MARK) > 0, here::toString);
    for (PeerStatistics peer : here.peers()) {
      assertEquals(count, peer.sent().accepted());
    }
  }

  @Test
  void shouldCountWhatARouterCannotRoute() {
    RouterSocket router = context.router(o -> o.sendHighWaterMark(2));
    DealerSocket a = context.dealer(o -> o.routingId(RoutingId.of("A")).receiveHighWaterMark(3));
    router.bind("inproc://router");
    a.connect("inproc://router");
    for (int i = 0; i < 10; i++) {
      router.send(Message.of("A", "x"));
    }
    router.send(Message.of("B", "x"));
    router.send(Message.of("no more than an address"));
    SocketStatistics here = router.statistics();
    assertEquals(12, here.sent().accepted());
    assertEquals(5, here.sent().queued());
    assertEquals(
        Map.of(DropReason.HIGH_WATER_MARK, 5L, DropReason.UNROUTABLE, 1L, DropReason.MALFORMED, 1L),
        here.sent().dropped());
    assertEquals(Map.of(DropReason.HIGH_WATER_MARK, 5L), here.peers().get(0).sent().dropped());
  }

  @Test
  void shouldCountWhatASubscriberFilters() {
    XPubSocket pub = context.xpub(o -> o.manual(true));
    SubSocket sub = context.sub();
    sub.subscribe("a");
    sub.connect(pub.bind("tcp://127.0.0.1:*"));
    receive(pub);
    pub.subscribe(new byte[0]); // more than was asked for
    for (int i = 0; i < 10; i++) {
      pub.send("a");
      pub.send("b");
    }
    pub.send("a");
    for (int i = 0; i < 11; i++) {
      assertEquals("a", receive(sub).text());
    }
    SocketStatistics there = sub.statistics();
    assertEquals(21, there.received().read());
    assertEquals(11, there.received().delivered());
    assertEquals(Map.of(DropReason.FILTERED, 10L), there.received().dropped());
    assertEquals(there.received(), there.peers().get(0).received());
  }

  @Test
  void shouldCountWhatWaitsInAnXPub() {
    XPubSocket pub = context.xpub(o -> o.receiveHighWaterMark(3));
    XSubSocket sub = context.xsub();
    sub.connect(pub.bind("tcp://127.0.0.1:*"));
    await(sub, s -> s.peers().get(0).connected());
    for (int i = 0; i < 10; i++) {
      sub.send("user message");
    }
    SocketStatistics here =
        await(pub, s -> pub.isReadable() && s.received().dropped(DropReason.HIGH_WATER_MARK) >= 7);
    assertEquals(3, here.received().queued());
    assertEquals(0, here.received().delivered());
    receive(pub);
    assertEquals(2, pub.statistics().received().queued());
    assertEquals(1, pub.statistics().received().delivered());
  }

  @Test
  void shouldCountAsDeliveredWhatIsReceivedOnceItsSenderHasLeft() {
    XPubSocket xpub = context.xpub();
    XSubSocket xsub = context.xsub();
    xsub.connect(xpub.bind("inproc://left"));
    xsub.send("one");
    xsub.send("two");
    xsub.close();
    assertEquals("one", receive(xpub).text());
    assertEquals(0, xpub.peerCount());
    assertEquals(1, xpub.statistics().received().delivered());
    assertEquals(1, xpub.statistics().received().queued());
    assertEquals("two", receive(xpub).text());
    SocketStatistics here = xpub.statistics();
    assertEquals(2, here.received().delivered());
    assertEquals(Map.of(), here.received().dropped());
    assertEquals(0, here.peers().size());
    assertEquals(2, xsub.statistics().sent().written());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://conflating"})
  void shouldCountWhatIsConflated(String endpoint) {
    PullSocket pull = context.pull(o -> o.conflate(true));
    PushSocket push = context.push(o -> o.conflate(true));
    push.connect(pull.bind(endpoint));
    for (int i = 0; i < 1_000; i++) {
      push.send("m" + i);
    }
    int received = 1;
    while (!receive(pull).text().equals("m999")) {
      received++;
    }
    SocketStatistics here = push.statistics();
    SocketStatistics there = pull.statistics();
    assertEquals(1_000, here.sent().accepted());
    assertEquals(0, here.sent().queued());
    assertEquals(1_000, here.sent().written() + here.sent().dropped(DropReason.CONFLATED));
    assertEquals(received, there.received().delivered());
    if (endpoint.startsWith("tcp")) {
      assertEquals(here.sent().written(), there.received().read());
      assertEquals(
          there.received().read(), received + there.received().dropped(DropReason.CONFLATED));
    }
  }

  @Test
  void shouldCountAMessageThatIsTooLarge() {
    PairSocket one = context.pair(o -> o.maximumMessageSize(100));
    PairSocket two = context.pair();
    two.connect(one.bind("tcp://127.0.0.1:*"));
    two.send(new byte[101]);
    SocketStatistics here = await(one, s -> s.received().dropped(DropReason.TOO_LARGE) > 0);
    assertEquals(here.received().read(), here.received().dropped(DropReason.TOO_LARGE));
  }

  @Test
  void shouldKeepTheSumsOfPeersThatAreGone() {
    PullSocket pull = context.pull();
    String endpoint = pull.bind("tcp://127.0.0.1:*");
    for (int i = 1; i <= 100; i++) {
      try (PushSocket push = context.push(o -> o.linger(PATIENCE))) {
        push.connect(endpoint);
        push.send(BODY);
        push.send(BODY);
      }
      receive(pull);
      receive(pull);
    }
    SocketStatistics here =
        await(
            pull,
            s -> {
              pull.isReadable(); // takes note of who is gone
              return s.peers().isEmpty();
            });
    assertEquals(200, here.received().read());
    assertEquals(200, here.received().delivered());
    assertEquals(200 * FRAME, here.received().deliveredBytes());
  }
}
