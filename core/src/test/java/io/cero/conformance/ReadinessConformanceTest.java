package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.DealerSocket;
import io.cero.DisconnectReason;
import io.cero.HandshakeFailure;
import io.cero.InterruptedOperationException;
import io.cero.Message;
import io.cero.PeerNotification;
import io.cero.PeerStatus;
import io.cero.PubSocket;
import io.cero.Publisher;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.Reconnect;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.Sender;
import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.StreamSocket;
import io.cero.SubSocket;
import io.cero.UnroutableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Waiting for peers and for subscribers; who they are; dropping one. */
class ReadinessConformanceTest extends Conformance {
  private static final int ROUNDS = 1_000;
  private static final int ARRIVALS = 400;

  private final long seed = Long.getLong("cero.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private DealerSocket named(String name) {
    return context.dealer(
        o -> o.routingId(RoutingId.of(name)).reconnect(Reconnect.never()).linger(Duration.ZERO));
  }

  private static String routingId(PeerStatus peer) {
    return peer.routingId().orElseThrow().toString();
  }

  // ------------------------------------------------------------------ subscribers

  @EveryTransport
  void shouldDeliverTheFirstMessageWhenItsSubscribersWereAwaited(Transport transport) {
    int rounds = transport == Transport.IPC ? ROUNDS / 5 : ROUNDS; // binding takes longer
    for (int round = 0; round < rounds; round++) {
      Socket publisher = random.nextBoolean() ? context.pub() : context.xpub();
      String topic = "topic " + random.nextInt(1000) + "/";
      List<SubSocket> subscribers = new ArrayList<>();
      String endpoint = publisher.bind(transport.fresh());
      for (int i = 0, count = 1 + random.nextInt(3); i < count; i++) {
        SubSocket subscriber = context.sub();
        subscribers.add(subscriber);
        String prefix = topic.substring(0, random.nextInt(topic.length() + 1));
        if (random.nextBoolean()) {
          subscriber.subscribe(prefix);
        }
        if (random.nextBoolean()) {
          subscriber.connect(endpoint);
        } else {
          publisher.connect(subscriber.bind(transport.fresh()));
        }
        subscriber.subscribe(prefix);
      }

      assertTrue(
          ((Publisher) publisher).awaitSubscribers(topic, subscribers.size(), PATIENCE),
          () ->
              "of "
                  + subscribers.size()
                  + " only "
                  + ((Publisher) publisher).subscriberCount(topic)
                  + " are there, with the peers "
                  + publisher.peers()
                  + ", "
                  + message());
      ((Sender) publisher).send(topic + round);

      for (SubSocket subscriber : subscribers) {
        String received = subscriber.receive(PATIENCE).map(Message::text).orElse("nothing");
        assertEquals(topic + round, received, "round " + round + ", seed " + seed);
        subscriber.close();
      }
      publisher.close();
    }
  }

  @EveryTransport
  void shouldReachASubscriberThatIsCalledNoMoreWhenAPublisherConnects(Transport transport) {
    SubSocket sub = context.sub();
    sub.subscribe("A");
    sub.subscribe("B");
    sub.unsubscribe("B");
    String endpoint = sub.bind(transport.fresh());
    PubSocket pub = context.pub();
    pub.connect(endpoint);
    if (transport == Transport.INPROC) {
      assertEquals(1, pub.subscriberCount("A"), "there is nothing to wait for");
    }
    assertTrue(pub.awaitSubscribers("A", 1, PATIENCE));
    assertEquals(0, pub.subscriberCount("B"));
    pub.send("A1");
    assertEquals("A1", sub.receive(PATIENCE).orElseThrow().text());
  }

  @EveryTransport
  void shouldReachASubscriberThatIsCalledNoMoreWhenItBindsBehindThePublisher(Transport transport) {
    String endpoint = lasting(transport);
    PubSocket pub =
        context.pub(o -> o.reconnect(Reconnect.every(Duration.ofMillis(1))).conflate(true));
    pub.connect(endpoint);
    SubSocket sub = context.sub();
    sub.subscribe("A");
    sub.subscribe("B");
    sub.bind(endpoint);
    assertTrue(pub.awaitSubscribers("A", 1, PATIENCE));
    assertTrue(pub.awaitSubscribers("B", 1, PATIENCE));
    sub.subscribe("C");
    sub.unsubscribe("A");
    sub.subscribe("D");
    assertTrue(pub.awaitSubscribers("D", 1, PATIENCE));
    assertEquals(0, pub.subscriberCount("A"));
    assertEquals(1, pub.subscriberCount("C"));
    pub.send("B1");
    assertEquals("B1", sub.receive(PATIENCE).orElseThrow().text());
  }

  @EveryTransport
  void shouldCountOnlyWhoWantsTheTopicWhenSubscribersAreAwaited(Transport transport) {
    PubSocket pub = context.pub();
    SubSocket wants = context.sub();
    SubSocket other = context.sub();
    String endpoint = join(transport, pub, wants, other);
    other.subscribe("other");
    wants.subscribe(new byte[] {'t', (byte) 0xff});
    byte[] topic = {'t', (byte) 0xff, 0};

    assertTrue(pub.awaitSubscribers(topic, 1, PATIENCE));
    assertTrue(pub.awaitSubscribers("other one", 1, PATIENCE));
    assertFalse(pub.awaitSubscribers(topic, 2, Duration.ofMillis(1)));
    assertEquals(1, pub.subscriberCount(topic));
    assertEquals(0, pub.subscriberCount("topic"));
    SubSocket late = context.sub();
    late.connect(endpoint);
    late.subscribe("");
    assertTrue(pub.awaitSubscribers(topic, 2, PATIENCE));
  }

  // ------------------------------------------------------------------ peers

  @EveryTransport
  void shouldReachEveryWorkerOnceWhenAllWereAwaited(Transport transport) {
    for (int round = 0; round < 100; round++) {
      PushSocket push = context.push();
      String endpoint = push.bind(transport.fresh());
      List<PullSocket> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        PullSocket worker = context.pull();
        workers.add(worker);
        worker.connect(endpoint);
      }
      assertTrue(push.awaitPeers(4, PATIENCE));
      for (int i = 0; i < 8; i++) {
        push.send("task");
      }
      for (PullSocket worker : workers) {
        assertEquals(List.of("task", "task"), texts(worker, 2));
        worker.close();
      }
      push.close();
    }
  }

  @EveryTransport
  void shouldNotCountWhoIsOnlySoughtWhenPeersAreAwaited(Transport transport) {
    PushSocket push = context.push();
    String endpoint = lasting(transport);
    push.connect(endpoint);

    assertFalse(push.awaitPeers(1, Duration.ZERO));
    assertFalse(push.awaitPeers(1, Duration.ofMillis(1)));
    assertTrue(push.awaitPeers(0, Duration.ZERO));
    PeerStatus sought = push.peers().get(0);
    assertFalse(sought.connected() || sought.accepted() || sought.metadata().isPresent());
    assertEquals(endpoint, sought.endpoint());
    PullSocket pull = context.pull();
    pull.bind(endpoint);
    assertTrue(push.awaitPeers(1, PATIENCE));
    PeerStatus found = push.peers().get(0);
    assertTrue(found.connected() && !found.accepted());
    assertEquals(sought.number(), found.number());
    assertTrue(pull.awaitPeers(1, PATIENCE));
    assertTrue(pull.peers().get(0).accepted());
  }

  @EveryTransport
  void shouldEndTheWaitWhenTheThreadIsInterruptedOrTheSocketClosed(Transport transport)
      throws InterruptedException {
    for (boolean interrupts : new boolean[] {true, false}) {
      PullSocket pull = context.pull();
      pull.bind(transport.fresh());
      AtomicReference<Throwable> end = new AtomicReference<>();
      CountDownLatch begun = new CountDownLatch(1);
      Thread waiter =
          start(
              "waiter",
              () -> {
                begun.countDown();
                try {
                  pull.awaitPeers(1, PATIENCE);
                } catch (RuntimeException e) {
                  end.set(e);
                }
              });
      begun.await();
      if (interrupts) {
        waiter.interrupt();
      } else {
        pull.close();
      }
      waiter.join(PATIENCE.toMillis());
      Class<?> expected = interrupts ? InterruptedOperationException.class : ClosedException.class;
      assertEquals(expected, end.get().getClass());
    }
  }

  @EveryTransport
  void shouldListEveryPeerWithItsAddressWhenAsked(Transport transport) {
    RouterSocket router = context.router();
    DealerSocket a = named("A");
    DealerSocket anonymous = context.dealer();
    String endpoint = router.bind(transport.fresh());
    a.connect(endpoint);
    assertTrue(router.awaitPeers(1, PATIENCE));
    anonymous.connect(endpoint);
    assertTrue(router.awaitPeers(2, PATIENCE));

    List<PeerStatus> peers = router.peers();
    assertEquals("A", routingId(peers.get(0)));
    assertEquals(Optional.of(RoutingId.of("A")), peers.get(0).identity());
    assertTrue(peers.get(1).routingId().orElseThrow().isGenerated());
    assertEquals(Optional.empty(), peers.get(1).identity());
    assertTrue(peers.get(0).number() < peers.get(1).number());
    assertEquals(2, router.peerCount());
    a.send("hello");
    String address = receive(router).metadata().orElseThrow().address();
    assertEquals(address, peers.get(0).address());
    assertEquals(endpoint, peers.get(0).endpoint());
    if (transport == Transport.TCP) {
      assertTrue(address.contains("127.0.0.1:"), address);
      assertNotEquals(address, peers.get(1).address());
    }
  }

  // ------------------------------------------------------------------ dropping

  @Connected
  void shouldDropAPeerWithItsQueueWhenToldTo(Transport transport) {
    RouterSocket router =
        context.router(o -> o.mandatory(true).sendHighWaterMark(100).linger(PATIENCE));
    DealerSocket dealer =
        context.dealer(o -> o.routingId(RoutingId.of("A")).receiveHighWaterMark(1));
    join(transport, router, dealer);
    PeerStatus before = router.peers().get(0);
    int sent = 0;
    Message message = Message.of("A".getBytes(), new byte[50_000]);
    while (router.trySend(message)) {
      sent++;
    }
    SocketEvent.Disconnected gone;
    try (SocketMonitor monitor = router.monitor()) {
      assertTrue(router.drop(RoutingId.of("A")));

      assertEquals(List.of(), router.peers());
      assertFalse(router.drop(RoutingId.of("A")));
      assertFalse(router.drop(before));
      gone = await(monitor, SocketEvent.Disconnected.class);
    }
    assertEquals(DisconnectReason.LOCAL_CLOSE, gone.reason());
    assertEquals(before.address(), gone.address());
    assertEquals(sent, gone.written() + gone.dropped());
    assertTrue(gone.dropped() > 0);
    for (long i = 0; i < gone.written(); i++) {
      assertEquals(50_000, receive(dealer).first().size());
    }
    // It comes back, as another.
    assertTrue(router.awaitPeers(1, PATIENCE));
    assertNotEquals(before.number(), router.peers().get(0).number());
    send(router, "A", "again");
    assertEquals("again", text(dealer));
  }

  @EveryTransport
  void shouldSendNothingToADroppedPeerWhateverTheType(Transport transport) {
    PushSocket push = context.push();
    PullSocket dropped = context.pull(o -> o.reconnect(Reconnect.never()));
    PullSocket stays = context.pull();
    String endpoint = push.bind(transport.fresh());
    dropped.connect(endpoint);
    assertTrue(push.awaitPeers(1, PATIENCE));
    stays.connect(endpoint);
    assertTrue(push.awaitPeers(2, PATIENCE));

    assertTrue(push.drop(push.peers().get(0)));
    for (int i = 0; i < 10; i++) {
      push.send("m" + i);
    }

    assertEquals(10, texts(stays, 10).size());
    assertEquals(1, push.peerCount());
    assertNothing(dropped);
  }

  @EveryTransport
  void shouldPublishToTheOthersWhenASubscriberIsDropped(Transport transport) {
    PubSocket pub = context.pub();
    String endpoint = pub.bind(transport.fresh());
    List<SubSocket> subscribers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SubSocket subscriber = context.sub(o -> o.reconnect(Reconnect.never()));
      subscribers.add(subscriber);
      subscriber.subscribe("");
      subscriber.connect(endpoint);
      assertTrue(pub.awaitSubscribers("", i + 1, PATIENCE));
    }

    assertTrue(pub.drop(pub.peers().get(1)));
    assertEquals(2, pub.subscriberCount("any"));
    pub.send("for two");

    assertEquals("for two", text(subscribers.get(0)));
    assertEquals("for two", text(subscribers.get(2)));
    assertNothing(subscribers.get(1));
  }

  @EveryTransport
  void shouldTakeTheConnectBackWhenThePeerThatItConnectedToIsDropped(Transport transport) {
    for (boolean immediate : new boolean[] {false, true}) {
      DealerSocket dealer = context.dealer(o -> o.immediate(immediate));
      RouterSocket router = context.router();
      String bound = router.bind(transport.fresh());
      dealer.connect(bound);
      assertTrue(dealer.awaitPeers(1, PATIENCE));

      assertTrue(dealer.drop(dealer.peers().get(0)));

      assertEquals(0, dealer.peerCount());
      assertFalse(dealer.trySend("to nobody"));
      dealer.connect(bound); // not ignored as a second connect
      assertTrue(dealer.awaitPeers(1, PATIENCE));
      dealer.send("again");
      assertEquals("again", receive(router).text(1));
    }
  }

  @EveryTransport
  void shouldStillReceiveWhatADroppedPeerHadSentUnlessAnAnswerIsDue(Transport transport) {
    PullSocket pull = context.pull();
    PushSocket push = context.push(o -> o.reconnect(Reconnect.never()));
    join(transport, pull, push);
    push.send("before");
    awaitReadable(pull);
    assertTrue(pull.drop(pull.peers().get(0)));
    assertEquals("before", text(pull));

    RouterSocket router = context.router();
    DealerSocket dealer = named("A");
    join(transport, router, dealer);
    dealer.send("before");
    awaitReadable(router);
    assertTrue(router.drop(RoutingId.of("A")));
    assertNothing(router);
  }

  @Connected
  void shouldDropAConnectionWhenItIsAStreams(Transport transport) {
    StreamSocket stream = context.stream();
    StreamSocket other = context.stream();
    other.connect(stream.bind(transport.fresh()));
    assertTrue(stream.awaitPeers(1, PATIENCE));
    RoutingId address = stream.peers().get(0).routingId().orElseThrow();

    assertTrue(stream.drop(address));

    Message bytes = Message.of("bytes").prepend(address);
    assertThrows(UnroutableException.class, () -> stream.send(bytes));
    assertEquals(List.of(), stream.peers());
    receive(other); // it has connected
    assertEquals("", receive(other).text(1)); // and it has ended
  }

  // ------------------------------------------------------------------ refusals and ends

  @EveryTransport
  void shouldTellBothSidesWhenANameIsTaken(Transport transport) {
    RouterSocket router = context.router();
    DealerSocket first = named("A");
    DealerSocket second = named("A");
    String endpoint = join(transport, router, first);
    try (SocketMonitor here = router.monitor();
        SocketMonitor there = second.monitor()) {
      second.connect(endpoint);
      String text = "a peer is here already as A";
      if (transport.hasConnections()) {
        await(here, SocketEvent.HandshakeSucceeded.class);
        assertTrue(router.tryReceive().isEmpty());
        SocketEvent.Disconnected refused = await(there, SocketEvent.Disconnected.class);
        assertEquals(DisconnectReason.REFUSED_BY_PEER, refused.reason());
        assertTrue(refused.text().contains(text), refused.text());
      } else {
        assertTrue(router.tryReceive().isEmpty());
        SocketEvent.HandshakeFailed refused = await(there, SocketEvent.HandshakeFailed.class);
        assertEquals(HandshakeFailure.REFUSED_BY_PEER, refused.reason());
        assertEquals(text, refused.text());
      }
      SocketEvent.HandshakeFailed refusal = await(here, SocketEvent.HandshakeFailed.class);
      assertEquals(HandshakeFailure.DUPLICATE_IDENTITY, refusal.reason());
      assertEquals(text, refusal.text());
      if (transport.hasConnections()) {
        SocketEvent.Disconnected end = await(here, SocketEvent.Disconnected.class);
        assertEquals(DisconnectReason.REFUSED, end.reason());
        assertEquals(text, end.text());
      }
      assertEquals(1, router.peerCount());
      assertEquals(1, router.peers().size());
    }
  }

  @Connected
  void shouldTellTheReplacedWhenItsPlaceIsTaken(Transport transport) {
    RouterSocket router = context.router(o -> o.handover(true));
    DealerSocket first = named("A");
    String endpoint = join(transport, router, first);
    try (SocketMonitor here = router.monitor();
        SocketMonitor there = first.monitor()) {
      DealerSocket second = named("A");
      connect(router, endpoint, second);
      assertEquals(1, router.peers().size());

      assertEquals(DisconnectReason.REPLACED, await(here, SocketEvent.Disconnected.class).reason());
      SocketEvent.Disconnected end = await(there, SocketEvent.Disconnected.class);
      assertEquals(DisconnectReason.REFUSED_BY_PEER, end.reason());
      assertTrue(end.text().contains("another peer has come as A"), end.text());
    }
  }

  @EveryTransport
  void shouldTellEachEndOnceWhenPeersAreRefused(Transport transport) {
    comeAndGo(transport, false);
  }

  @EveryTransport
  void shouldTellEachEndOnceWhenPeersAreReplaced(Transport transport) {
    comeAndGo(transport, true);
  }

  private void comeAndGo(Transport transport, boolean handover) {
    RouterSocket router =
        context.router(
            o ->
                o.handover(handover)
                    .peerNotifications(PeerNotification.CONNECT, PeerNotification.DISCONNECT));
    String endpoint = router.bind(transport.fresh());
    Set<Long> joined = new HashSet<>();
    int notices = 0;
    int dropped = 0;
    try (SocketMonitor monitor = router.monitor()) {
      List<DealerSocket> dealers = new ArrayList<>();
      for (int i = 0; i < ARRIVALS; i++) {
        DealerSocket dealer = named("N" + random.nextInt(20));
        connect(router, endpoint, dealer);
        dealers.add(dealer);
        List<PeerStatus> peers = router.peers();
        peers.forEach(peer -> joined.add(peer.number()));
        assertEquals(
            peers.size(),
            peers.stream().map(peer -> routingId(peer)).distinct().count(),
            message());
        switch (random.nextInt(4)) {
          case 0 -> dealers.remove(random.nextInt(dealers.size())).close();
          case 1 -> dealers.remove(random.nextInt(dealers.size())).disconnect(endpoint);
          case 2 -> {
            PeerStatus victim = peers.get(random.nextInt(peers.size()));
            dropped += router.drop(victim) ? 1 : 0;
            assertFalse(router.drop(victim), message());
          }
          default -> notices += notices(router);
        }
      }
      dealers.forEach(Socket::close);
      if (transport.hasConnections()) {
        expectOneEndEach(monitor);
      }
      assertEquals(List.of(), router.peers(), message());
      notices += notices(router);
    }
    // A peer that this side drops is not told to have gone. One that waits for its place when it is
    // dropped is not told to have come either.
    assertTrue(notices >= 2 * joined.size() - (handover ? 2 : 1) * dropped, message());
    assertTrue(notices <= 2 * joined.size() - (handover ? 0 : 1) * dropped, message());
  }

  private void expectOneEndEach(SocketMonitor monitor) {
    Map<String, Integer> open = new HashMap<>();
    int begun = 0;
    int ended = 0;
    while (begun < ARRIVALS || ended < begun) {
      SocketEvent event = monitor.next(PATIENCE).orElseThrow();
      if (event instanceof SocketEvent.HandshakeSucceeded) {
        begun++;
        open.merge(event.address(), 1, Integer::sum);
      } else if (event instanceof SocketEvent.Disconnected) {
        ended++;
        assertTrue(open.merge(event.address(), -1, Integer::sum) >= 0, message());
      }
    }
    assertTrue(
        pending(monitor).stream().noneMatch(event -> event instanceof SocketEvent.Disconnected),
        message());
  }

  private static int notices(RouterSocket router) {
    int count = 0;
    while (router.tryReceive().isPresent()) {
      count++;
    }
    return count;
  }

  private String message() {
    return "seed " + seed;
  }

  private static void awaitReadable(Socket socket) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!socket.isReadable()) {
      assertTrue(System.nanoTime() < deadline, socket + " is not readable in time");
    }
  }
}
