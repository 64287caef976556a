package io.cero.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of peer with libzmq: the first binds, the second connects. */
class PeersTalkTest {
  private static final Map<PeerKind, Peer> PEERS = new EnumMap<>(PeerKind.class);
  private static final byte[] BINARY = {0, (byte) 0xff, '\n', '\r', 0, 1, (byte) 0x80};

  private static Peer peer(PeerKind kind) {
    return PEERS.computeIfAbsent(kind, Peers::require);
  }

  @AfterAll
  static void closePeers() {
    PEERS.values().forEach(Peer::close);
  }

  /**
   * The pairs that can talk, a type to a type, and over what; none is made up that cannot. One of
   * each is libzmq: what two others make of each other says nothing of our adapters (JeroMQ 0.6 as
   * a publisher now and then never sends to a ZMTP 1.0 subscriber, for one).
   */
  private static Stream<Arguments> pairs(String type, String otherType) {
    List<Arguments> pairs = new ArrayList<>();
    for (PeerKind one : PeerKind.values()) {
      for (PeerKind other : PeerKind.values()) {
        for (String scheme : List.of("tcp", "ipc")) {
          if ((isLibzmq(one) || isLibzmq(other))
              && supports(one, type, scheme)
              && supports(other, otherType, scheme)) {
            pairs.add(Arguments.of(one, other, scheme));
          }
        }
      }
    }
    return pairs.stream();
  }

  private static boolean isLibzmq(PeerKind kind) {
    return kind == PeerKind.PYTHON || kind == PeerKind.NODE;
  }

  /** A peer that is missing is taken to do what all can: the test then says that it is missing. */
  private static boolean supports(PeerKind kind, String type, String scheme) {
    return Peers.available().contains(kind)
        ? peer(kind).supports(type, scheme)
        : scheme.equals("tcp");
  }

  static Stream<Arguments> pullsAndPushes() {
    return pairs("PULL", "PUSH");
  }

  static Stream<Arguments> repsAndReqs() {
    return pairs("REP", "REQ");
  }

  static Stream<Arguments> routersAndDealers() {
    return pairs("ROUTER", "DEALER");
  }

  static Stream<Arguments> subsAndPubs() {
    return pairs("SUB", "PUB");
  }

  private static String place(IpcDirectory directory, String scheme) {
    return scheme.equals("ipc") ? directory.endpoint("x") : "tcp://127.0.0.1:*";
  }

  @ParameterizedTest
  @MethodSource("pullsAndPushes")
  void shouldCarryFramesUnharmedWhenPushed(PeerKind one, PeerKind other, String scheme) {
    Peer binder = peer(one);
    Peer connecter = peer(other);
    try (IpcDirectory directory = IpcDirectory.create();
        PeerSocket pull = binder.open("PULL");
        PeerSocket push = connecter.open("PUSH")) {
      push.connect(pull.bind(place(directory, scheme)));

      push.send(new byte[0], BINARY, new byte[0], Bodies.generate(1, 300), new byte[0]);
      push.send(new byte[0]);

      List<byte[]> first = pull.receive();
      assertEquals(5, first.size());
      assertEquals(0, first.get(0).length);
      assertArrayEquals(BINARY, first.get(1));
      assertEquals(0, first.get(2).length);
      assertArrayEquals(Bodies.generate(1, 300), first.get(3));
      assertEquals(0, first.get(4).length);
      assertEquals(List.of(0), pull.receive().stream().map(frame -> frame.length).toList());

      CompletableFuture<Tally> drained = pull.startDrain(500);
      Tally sent = push.flood(500, 1000, 42);
      assertEquals(Tally.ofGenerated(500, 1000, 42), sent);
      assertEquals(sent, PeerException.await(drained));
    }
  }

  @ParameterizedTest
  @MethodSource("repsAndReqs")
  void shouldAnswerWhenAsked(PeerKind one, PeerKind other, String scheme) {
    Peer binder = peer(one);
    Peer connecter = peer(other);
    try (IpcDirectory directory = IpcDirectory.create();
        PeerSocket rep = binder.open("REP");
        PeerSocket req = connecter.open("REQ")) {
      req.connect(rep.bind(place(directory, scheme)));

      CompletableFuture<Tally> echoed = rep.startEcho(20);
      Tally asked = req.ask(20, 300, 5);

      assertEquals(Tally.ofGenerated(20, 300, 5), asked);
      assertEquals(asked, PeerException.await(echoed));
    }
  }

  @ParameterizedTest
  @MethodSource("routersAndDealers")
  void shouldRouteByBinaryIdentity(PeerKind one, PeerKind other, String scheme) {
    byte[] identity = {1, (byte) 0xfe, 0, 3};
    try (IpcDirectory directory = IpcDirectory.create();
        Peer binder = Peers.require(one);
        Peer connecter = Peers.require(other)) {
      PeerSocket router = binder.open("ROUTER");
      PeerSocket dealer = connecter.open("DEALER", Map.of("ROUTING_ID", identity));
      dealer.connect(router.bind(place(directory, scheme)));

      dealer.send("ask".getBytes(UTF_8));
      List<byte[]> asked = router.receive();
      assertArrayEquals(identity, asked.get(0));
      assertEquals("ask", new String(asked.get(1), UTF_8));
      router.send(identity, new byte[0], BINARY);
      assertArrayEquals(BINARY, dealer.receive().get(1));
    }
  }

  @ParameterizedTest
  @MethodSource("subsAndPubs")
  void shouldDeliverOnlyWhatIsSubscribedTo(PeerKind one, PeerKind other, String scheme) {
    Peer binder = peer(one);
    Peer connecter = peer(other);
    try (IpcDirectory directory = IpcDirectory.create();
        PeerSocket sub = binder.open("SUB");
        PeerSocket pub = connecter.open("PUB")) {
      sub.subscribe("a".getBytes(UTF_8));
      pub.connect(sub.bind(place(directory, scheme)));

      // A publisher cannot say when a subscription has come, so publish until one is received.
      Optional<List<byte[]>> received = Optional.empty();
      for (int i = 0; i < 1000 && received.isEmpty(); i++) {
        pub.send("b".getBytes(UTF_8));
        pub.send("a".getBytes(UTF_8), BINARY);
        received = sub.receive(Duration.ofMillis(10));
      }
      List<byte[]> message = received.orElseThrow();
      assertEquals("a", new String(message.get(0), UTF_8));
      assertArrayEquals(BINARY, message.get(1));
    }
  }

  static Stream<Arguments> neighbours() {
    PeerKind[] kinds = PeerKind.values();
    return Stream.iterate(0, i -> i < kinds.length, i -> i + 1)
        .map(i -> Arguments.of(kinds[i], kinds[(i + 1) % kinds.length]));
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void shouldCarrySixtyFourMegabytesBySeed(PeerKind one, PeerKind other) {
    int size = 64 << 20;
    try (PeerSocket pull = peer(one).open("PULL");
        PeerSocket push = peer(other).open("PUSH")) {
      push.connect(pull.bind("tcp://127.0.0.1:*"));
      CompletableFuture<Tally> drained = pull.startDrain(1);
      Tally sent = push.flood(1, size, 99);
      assertEquals(Tally.ofGenerated(1, size, 99), sent);
      assertEquals(sent, PeerException.await(drained));
    }
  }
}
