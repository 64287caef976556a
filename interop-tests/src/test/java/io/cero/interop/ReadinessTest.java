package io.cero.interop;

import static io.cero.interop.Samples.assertSame;
import static io.cero.interop.Samples.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.DisconnectReason;
import io.cero.PeerStatus;
import io.cero.PubSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.testkit.Peer;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for subscribers and peers that others wrote; listing and dropping them. */
class ReadinessTest {
  private final Context context = Context.create();

  @AfterEach
  void closeContext() {
    context.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = PeerKind.class,
      names = {"PYTHON", "JEROMQ"})
  void shouldDeliverTheFirstMessageWhenTheirSubscribersWereAwaited(PeerKind kind) {
    try (Peer peer = Peers.require(kind)) {
      for (int round = 0; round < 50; round++) {
        PubSocket pub = context.pub();
        String endpoint = pub.bind("tcp://127.0.0.1:*");
        List<PeerSocket> subscribers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          PeerSocket sub = peer.open("SUB");
          subscribers.add(sub);
          sub.subscribe(text("topic"));
          sub.connect(endpoint);
        }

        assertTrue(pub.awaitPeers(2, Peers.DEADLINE));
        assertTrue(pub.awaitSubscribers("topic", 2, Peers.DEADLINE));
        pub.send("topic " + round);

        for (PeerSocket sub : subscribers) {
          assertSame(List.of(text("topic " + round)), sub.receive());
          sub.close();
        }
        pub.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PeerKind.class,
      names = {"PYTHON", "JEROMQ"})
  void shouldListAndDropTheirsAndHaveThemBackWhenTheyConnectAgain(PeerKind kind) {
    RouterSocket router = context.router(o -> o.mandatory(true).receiveTimeout(Peers.DEADLINE));
    try (Peer peer = Peers.require(kind);
        SocketMonitor monitor = router.monitor();
        PeerSocket dealer =
            peer.open("DEALER", Map.of("ROUTING_ID", text("A"), "RECONNECT_IVL", 10))) {
      dealer.connect(router.bind("tcp://127.0.0.1:*"));
      assertTrue(router.awaitPeers(1, Peers.DEADLINE));
      PeerStatus first = router.peers().get(0);
      assertEquals(RoutingId.of("A"), first.routingId().orElseThrow());
      assertEquals(RoutingId.of("A"), first.identity().orElseThrow());

      assertTrue(router.drop(RoutingId.of("A")));

      SocketEvent.Disconnected end = Monitored.await(monitor, SocketEvent.Disconnected.class);
      assertEquals(DisconnectReason.LOCAL_CLOSE, end.reason());
      assertEquals(first.address(), end.address());
      assertTrue(router.awaitPeers(1, Peers.DEADLINE));
      assertTrue(router.peers().get(0).number() > first.number());
      dealer.send(text("again"));
      assertSame(List.of(text("A"), text("again")), OurParty.frames(router.receive()));
    }
  }
}
