package io.cero.interop;

import static io.cero.interop.Samples.BINARY;
import static io.cero.interop.Samples.EMPTY;
import static io.cero.interop.Samples.assertSame;
import static io.cero.interop.Samples.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.HandshakeFailure;
import io.cero.Message;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.UnroutableException;
import io.cero.testkit.Peer;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import io.cero.wire.SocketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities of every length and any bytes, and ROUTER on either end. */
class IdentityTest {
  private static final Map<PeerKind, Peer> PEERS = new EnumMap<>(PeerKind.class);

  private final Context context = Context.create();

  private static Peer peer(PeerKind kind) {
    return PEERS.computeIfAbsent(kind, Peers::require);
  }

  @AfterAll
  static void closePeers() {
    PEERS.values().forEach(Peer::close);
  }

  @AfterEach
  void closeContext() {
    context.close();
  }

  static Stream<Arguments> identities() {
    List<Arguments> all = new ArrayList<>();
    for (PeerKind kind : PeerKind.values()) {
      // The codecs of ZMTP 2.0 take the length for a signed byte.
      boolean signed = kind == PeerKind.JEROMQ_ZMTP_2 || kind == PeerKind.NETTY_ZMTP_2;
      byte[] longest = new byte[signed ? 127 : 255];
      for (int i = 0; i < longest.length; i++) {
        longest[i] = (byte) (i * 7 + 1);
      }
      all.add(Arguments.of(kind, new byte[] {'A'}));
      all.add(Arguments.of(kind, new byte[] {(byte) 0xff}));
      all.add(Arguments.of(kind, new byte[] {1, 0, '\n', 0, (byte) 0xfe}));
      all.add(Arguments.of(kind, longest));
    }
    return all.stream();
  }

  private RouterSocket router() {
    return context.router(options -> options.mandatory(true).receiveTimeout(Peers.DEADLINE));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void shouldKnowAPeerByItsIdentityWhenItAnnouncesOne(PeerKind kind, byte[] identity) {
    RouterSocket router = router();
    try (PeerSocket dealer = peer(kind).open("DEALER", Map.of("ROUTING_ID", identity))) {
      dealer.connect(router.bind("tcp://127.0.0.1:*"));
      dealer.send(text("ask"), BINARY);

      Message asked = router.receive();
      assertSame(List.of(identity, text("ask"), BINARY), OurParty.frames(asked));
      assertEquals(Optional.of(RoutingId.of(identity)), asked.metadata().orElseThrow().identity());
      router.send(Message.of(identity, EMPTY, BINARY));
      assertSame(List.of(EMPTY, BINARY), dealer.receive());
    }
  }

  @ParameterizedTest
  @MethodSource("identities")
  void shouldBeKnownByItsIdentityWhenItAnnouncesOne(PeerKind kind, byte[] identity) {
    try (OurParty dealer = OurParty.open(context, "DEALER", identity);
        PeerSocket router = peer(kind).open("ROUTER")) {
      dealer.connect(router.bind("tcp://127.0.0.1:*"));
      dealer.send(EMPTY, BINARY);

      assertSame(List.of(identity, EMPTY, BINARY), router.receive());
      router.send(identity, text("answer"), EMPTY);
      assertSame(List.of(text("answer"), EMPTY), dealer.receive());
    }
  }

  @ParameterizedTest
  @EnumSource(PeerKind.class)
  void shouldMakeUpAnIdentityWhenThePeerAnnouncesNone(PeerKind kind) {
    RouterSocket router = router();
    String endpoint = router.bind("tcp://127.0.0.1:*");
    try (PeerSocket one = peer(kind).open("REQ");
        PeerSocket other = peer(kind).open("REQ")) {
      one.connect(endpoint);
      other.connect(endpoint);
      one.send(text("one"));
      other.send(text("other"));
      for (int i = 0; i < 2; i++) {
        Message asked = router.receive();
        RoutingId id = RoutingId.of(asked.first());
        if (!kind.label().startsWith("netty")) { // which makes one up itself
          assertTrue(id.isGenerated(), id.toString());
          assertEquals(5, id.size());
          assertEquals(Optional.empty(), asked.metadata().orElseThrow().identity());
        }
        router.send(asked);
      }
      assertSame(List.of(text("one")), one.receive());
      assertSame(List.of(text("other")), other.receive());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PeerKind.class,
      names = {"PYTHON", "NODE", "JEROMQ"})
  void shouldReachAPeerAtOnceWhenItsNameWasChosenHere(PeerKind kind) {
    RouterSocket router = router();
    try (PeerSocket dealer = peer(kind).open("DEALER")) {
      router.connect(dealer.bind("tcp://127.0.0.1:*"), RoutingId.of(BINARY));
      router.send(Message.of(BINARY, text("hello")));
      assertSame(List.of(text("hello")), dealer.receive());
      dealer.send(text("hello back"));
      assertSame(List.of(BINARY, text("hello back")), OurParty.frames(router.receive()));
    }
  }

  @Test
  void shouldRefuseTheSecondWhenTwoHaveOneIdentity() {
    RouterSocket router = router();
    SocketMonitor monitor = router.monitor();
    byte[] identity = text("twin");
    String endpoint = router.bind("tcp://127.0.0.1:*");
    Peer python = peer(PeerKind.PYTHON);
    try (PeerSocket first = python.open("DEALER", Map.of("ROUTING_ID", identity));
        PeerSocket second = python.open("DEALER", Map.of("ROUTING_ID", identity))) {
      first.connect(endpoint);
      first.send(text("first"));
      assertSame(List.of(identity, text("first")), OurParty.frames(router.receive()));
      second.connect(endpoint);
      // Once it is refused, libzmq takes its connection's queue away, and has no room.
      second.trySend(Duration.ZERO, text("second"));
      assertEquals(Optional.empty(), router.receive(Duration.ofMillis(100)));
      SocketEvent.HandshakeFailed refused =
          Monitored.await(monitor, SocketEvent.HandshakeFailed.class);
      assertEquals(HandshakeFailure.DUPLICATE_IDENTITY, refused.reason());
      router.send(Message.of(identity, text("to the first")));
      assertSame(List.of(text("to the first")), first.receive());
    }
  }

  @Test
  void shouldTurnToTheSecondWhenTwoHaveOneIdentityAndHandoverIsOn() {
    RouterSocket router =
        context.router(
            options -> options.mandatory(true).handover(true).receiveTimeout(Peers.DEADLINE));
    byte[] identity = text("twin");
    String endpoint = router.bind("tcp://127.0.0.1:*");
    Peer python = peer(PeerKind.PYTHON);
    try (PeerSocket first =
            python.open("DEALER", Map.of("ROUTING_ID", identity, "RECONNECT_IVL", -1));
        PeerSocket second = python.open("DEALER", Map.of("ROUTING_ID", identity))) {
      first.connect(endpoint);
      first.send(text("first"));
      assertSame(List.of(identity, text("first")), OurParty.frames(router.receive()));
      second.connect(endpoint);
      second.send(text("second"));
      assertSame(List.of(identity, text("second")), OurParty.frames(router.receive()));
      router.send(Message.of(identity, text("to the second")));
      assertSame(List.of(text("to the second")), second.receive());
    }
  }

  @Test
  void shouldSayThatNobodyIsThereWhenAPeerHasGone() {
    RouterSocket router = router();
    SocketMonitor monitor = router.monitor();
    byte[] identity = text("mortal");
    try (PeerSocket dealer = peer(PeerKind.PYTHON).open("DEALER", Map.of("ROUTING_ID", identity))) {
      dealer.connect(router.bind("tcp://127.0.0.1:*"));
      dealer.send(text("here"));
      router.receive();
      router.send(Message.of(identity, text("there")));
      dealer.receive();
    }
    Monitored.await(monitor, SocketEvent.Disconnected.class);
    assertThrows(
        UnroutableException.class, () -> router.send(Message.of(identity, text("anybody?"))));
  }

  @Test
  void shouldKnowWhoSentWhenAskedForAMessagesMetadata() {
    RouterSocket router = router();
    try (PeerSocket req = peer(PeerKind.NODE).open("REQ", Map.of("METADATA", "X-Color:green"))) {
      req.connect(router.bind("tcp://127.0.0.1:*"));
      req.send(text("ask"));
      var metadata = router.receive().metadata().orElseThrow();
      assertEquals(Optional.of(SocketType.REQ), metadata.socketType());
      assertEquals(Optional.of("green"), metadata.property("x-color"));
      assertTrue(metadata.address().contains("127.0.0.1:"), metadata.address());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://*:*", "tcp://127.0.0.1:*", "tcp://lo:*", "ipc://*"})
  void shouldBeReachedAtItsLastEndpointWhenItWasBoundToAWildcard(String wildcard) {
    RouterSocket router = router();
    String bound = router.bind(wildcard);
    assertEquals(bound, router.lastEndpoint());
    try (PeerSocket dealer = peer(PeerKind.PYTHON).open("DEALER", Map.of("IPV6", 1))) {
      dealer.connect(bound);
      dealer.send(BINARY);
      assertArrayEquals(BINARY, router.receive().last().toByteArray());
    }
  }
}
