package io.cero.interop;

import static io.cero.interop.Samples.assertSame;
import static io.cero.interop.Samples.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.DisconnectReason;
import io.cero.Heartbeat;
import io.cero.RouterSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.testkit.Peer;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import io.cero.testkit.ProcessPeer;
import io.cero.testkit.RawPeer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Heartbeats with libzmq: a frozen peer is given up, and one that lives is not. */
class HeartbeatTest {
  private final Context context = Context.create();

  @AfterEach
  void closeContext() {
    context.close();
  }

  private static void greet(RouterSocket router, PeerSocket dealer, String endpoint, String name) {
    dealer.connect(endpoint);
    dealer.send(text(name));
    assertSame(List.of(text(name), text(name)), OurParty.frames(router.receive()));
  }

  @Test
  void shouldGiveUpThePeerThatIsFrozenAndKeepTheOneThatLives() {
    RouterSocket router =
        context.router(
            options ->
                options
                    .heartbeat(Heartbeat.every(Duration.ofMillis(300)))
                    .receiveTimeout(Peers.DEADLINE));
    SocketMonitor monitor = router.monitor();
    String endpoint = router.bind("tcp://127.0.0.1:*");
    try (ProcessPeer frozen = Peers.requireProcess(PeerKind.PYTHON);
        Peer alive = Peers.require(PeerKind.PYTHON)) {
      PeerSocket living = alive.open("DEALER", Map.of("ROUTING_ID", "living"));
      greet(router, living, endpoint, "living");
      String address = Monitored.await(monitor, SocketEvent.HandshakeSucceeded.class).address();
      greet(router, frozen.open("DEALER", Map.of("ROUTING_ID", "frozen")), endpoint, "frozen");
      frozen.freeze();

      SocketEvent.Disconnected gone = Monitored.await(monitor, SocketEvent.Disconnected.class);
      assertEquals(DisconnectReason.HEARTBEAT_TIMEOUT, gone.reason());
      assertEquals(false, gone.address().equals(address), "the living peer was given up");

      living.send(text("still here"));
      assertSame(List.of(text("living"), text("still here")), OurParty.frames(router.receive()));
      assertEquals(List.of(), Monitored.rest(monitor, SocketEvent.Disconnected.class));
      frozen.thaw();
    }
  }

  @Test
  void shouldGiveUpAFrozenPeerWhenItsTimeToLiveIsOver() {
    RouterSocket router = context.router(options -> options.receiveTimeout(Peers.DEADLINE));
    SocketMonitor monitor = router.monitor();
    String endpoint = router.bind("tcp://127.0.0.1:*");
    try (ProcessPeer frozen = Peers.requireProcess(PeerKind.PYTHON)) {
      PeerSocket dealer =
          frozen.open(
              "DEALER", Map.of("ROUTING_ID", "frozen", "HEARTBEAT_IVL", 50, "HEARTBEAT_TTL", 600));
      greet(router, dealer, endpoint, "frozen");
      awaitPing(frozen);
      frozen.freeze();
      assertEquals(
          DisconnectReason.HEARTBEAT_TIMEOUT,
          Monitored.await(monitor, SocketEvent.Disconnected.class).reason());
      frozen.thaw();
    }
  }

  /** Waits until the peer's timers have come round, as another of its sockets tells. */
  private static void awaitPing(Peer peer) {
    try (RawPeer.Listener listener = RawPeer.listen("tcp://127.0.0.1:*")) {
      PeerSocket other = peer.open("DEALER", Map.of("HEARTBEAT_IVL", 50, "HEARTBEAT_TTL", 600));
      other.connect(listener.endpoint());
      try (RawPeer raw = listener.accept()) {
        raw.writeHex(WireCaptureTest.GREETING);
        raw.writeHex(WireCaptureTest.DEALER_READY);
        raw.read(64);
        raw.read(raw.read(2)[1]);
        for (int i = 0; i < 2; i++) {
          assertEquals("04 07 04 50 49 4e 47 00 06", raw.readHex(9));
          raw.writeHex("04 05 04 50 4f 4e 47");
        }
      }
    }
  }

  /** A third, that never answers, tells when libzmq's patience is over. */
  @Test
  void shouldStayConnectedWhenThePeerAsksForSignsOfLife() {
    try (Peer python = Peers.require(PeerKind.PYTHON)) {
      PeerSocket router =
          python.open("ROUTER", Map.of("HEARTBEAT_IVL", 50, "HEARTBEAT_TIMEOUT", 500));
      String endpoint = router.bind("tcp://127.0.0.1:*");
      DealerSocket dealer = context.dealer(options -> options.receiveTimeout(Peers.DEADLINE));
      SocketMonitor monitor = dealer.monitor();
      dealer.connect(endpoint);
      Monitored.await(monitor, SocketEvent.HandshakeSucceeded.class);
      for (int i = 0; i < 2; i++) {
        try (RawPeer silent = RawPeer.connect(endpoint)) {
          silent.writeHex(WireCaptureTest.GREETING);
          silent.writeHex(WireCaptureTest.DEALER_READY);
          silent.readToEnd();
        }
      }
      dealer.send("still here");
      List<byte[]> message = router.receive();
      router.send(message.get(0), message.get(1));
      assertEquals("still here", dealer.receiveText());
      assertEquals(List.of(), Monitored.rest(monitor, SocketEvent.Disconnected.class));
    }
  }
}
