package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DealerSocket;
import io.cero.Message;
import io.cero.PeerNotification;
import io.cero.Reconnect;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.UnroutableException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ROUTER and DEALER. */
class RouterConformanceTest extends Conformance {
  private DealerSocket named(String name) {
    return context.dealer(o -> o.routingId(RoutingId.of(name)));
  }

  @EveryTransport
  void shouldRouteByTheNameThatAPeerAnnounces(Transport transport) {
    RouterSocket router = context.router();
    DealerSocket a = named("A");
    DealerSocket b = named("B");
    join(transport, router, a, b);

    send(router, "B", "to B");
    send(router, "A", "to", "A");
    send(a, "from A");

    assertEquals(Message.of("to", "A"), receive(a));
    assertEquals("to B", text(b));
    assertEquals(Message.of("A", "from A"), receive(router));
  }

  @EveryTransport
  void shouldMakeUpANameOfFiveBytesWhenAPeerAnnouncesNone(Transport transport) {
    RouterSocket router = context.router();
    DealerSocket a = context.dealer();
    DealerSocket b = context.dealer();
    join(transport, router, a, b);
    send(a, "a");
    Message fromA = receive(router);
    send(b, "b");
    Message fromB = receive(router);

    assertEquals(5, fromA.first().size());
    assertTrue(RoutingId.of(fromA.first()).isGenerated());
    assertNotEquals(fromA.first(), fromB.first());
    router.send(fromB.withLast("to b"));
    router.send(fromA.withLast("to a"));
    assertEquals("to a", text(a));
    assertEquals("to b", text(b));
  }

  @EveryTransport
  void shouldTakeRequestsInTurnWhenThreeSend(Transport transport) {
    RouterSocket router = context.router();
    DealerSocket a = named("A");
    DealerSocket b = named("B");
    DealerSocket c = named("C");
    join(transport, router, a, b, c);
    sendAndLeave(
        transport,
        router,
        a,
        () -> {
          send(a, "R1");
          send(a, "R2");
          send(a, "R3");
        });
    sendAndLeave(transport, router, b, () -> send(b, "R4"));
    sendAndLeave(
        transport,
        router,
        c,
        () -> {
          send(c, "R5");
          send(c, "R6");
        });

    for (String expected : List.of("A R1", "B R4", "C R5", "A R2", "C R6", "A R3")) {
      Message message = receive(router);
      assertEquals(expected, message.text(0) + " " + message.text(1));
    }
  }

  @EveryTransport
  void shouldDropWhatCannotBeRouted(Transport transport) {
    RouterSocket router = context.router();
    DealerSocket a = named("A");
    join(transport, router, a);

    assertTrue(router.trySend(Message.of("nobody", "is", "there")));
    assertTrue(router.trySend("only an address"));
    send(router, "A", "B");

    assertEquals("B", text(a));
  }

  @EveryTransport
  void shouldRefuseWhatCannotBeRoutedWhenMandatory(Transport transport) {
    RouterSocket router = context.router(o -> o.mandatory(true));
    DealerSocket a = named("A");
    join(transport, router, a);

    UnroutableException refusal =
        assertThrows(
            UnroutableException.class, () -> router.send(Message.of("nobody", "is", "there")));
    assertEquals(RoutingId.of("nobody"), refusal.routingId());
    send(router, "A", "B");
    assertEquals("B", text(a));
  }

  @Test
  void shouldWaitForRoomWhenMandatoryAndThePeerIsAtItsMark() {
    RouterSocket router = context.router(o -> o.mandatory(true).sendHighWaterMark(2));
    DealerSocket a = context.dealer(o -> o.routingId(RoutingId.of("A")).receiveHighWaterMark(3));
    join(Transport.INPROC, router, a);
    for (int i = 0; i < 5; i++) {
      assertTrue(router.trySend(Message.of("A", "m" + i)));
    }

    assertFalse(router.trySend(Message.of("A", "too many")));

    assertEquals(List.of("m0", "m1", "m2", "m3", "m4"), texts(a, 5));
    assertTrue(router.trySend(Message.of("A", "room")));
    assertEquals("room", text(a));
  }

  @Test
  void shouldDropForAPeerAtItsMarkWhenNotMandatory() {
    RouterSocket router = context.router(o -> o.sendHighWaterMark(2));
    DealerSocket a = context.dealer(o -> o.routingId(RoutingId.of("A")).receiveHighWaterMark(3));
    DealerSocket b = named("B");
    join(Transport.INPROC, router, a, b);

    for (int i = 0; i < 20; i++) {
      assertTrue(router.trySend(Message.of("A", "m" + i)));
    }

    assertEquals(List.of("m0", "m1", "m2", "m3", "m4"), texts(a, 5));
    assertNothing(a);
    send(router, "B", "not concerned");
    assertEquals("not concerned", text(b));
  }

  @EveryTransport
  void shouldForgetAPeerWhenItGoes(Transport transport) {
    RouterSocket router = context.router(o -> o.mandatory(true));
    DealerSocket a = named("A");
    join(transport, router, a);
    sendAndLeave(transport, router, a, () -> send(a, "bye"));

    assertEquals(Message.of("A", "bye"), receive(router));
    assertThrows(UnroutableException.class, () -> router.send(Message.of("A", "still there?")));
    assertEquals(0, router.peerCount());
  }

  @EveryTransport
  void shouldKnowThePeerAgainWhenTheNameComesBack(Transport transport) {
    RouterSocket router = context.router(o -> o.mandatory(true));
    String endpoint = router.bind(transport.fresh());
    for (int i = 0; i < 20; i++) {
      DealerSocket a = named("A");
      connect(router, endpoint, a);
      send(router, "A", "round " + i);
      assertEquals("round " + i, text(a));
      int round = i;
      sendAndLeave(transport, router, a, () -> send(a, "bye " + round));
      assertEquals(Message.of("A", "bye " + i), receive(router));
    }
  }

  @EveryTransport
  void shouldKeepTheFirstWhenASecondHasItsName(Transport transport) {
    RouterSocket router = context.router(o -> o.mandatory(true));
    DealerSocket first = named("A");
    String endpoint = join(transport, router, first);
    DealerSocket second = named("A");
    connect(router, endpoint, second);
    DealerSocket marker = named("marker");
    connect(router, endpoint, marker);

    send(router, "marker", "ready");
    assertEquals("ready", text(marker));
    send(router, "A", "for the first");

    assertEquals("for the first", text(first));
    assertNothing(second);
  }

  @EveryTransport
  void shouldPreferTheSecondWhenHandoverIsOn(Transport transport) {
    RouterSocket router = context.router(o -> o.mandatory(true).handover(true));
    DealerSocket first = named("A");
    String endpoint = join(transport, router, first);
    DealerSocket second = named("A");
    connect(router, endpoint, second);

    send(router, "A", "for the second");

    assertEquals("for the second", text(second));
    send(second, "from the second");
    assertEquals(Message.of("A", "from the second"), receive(router));
  }

  @EveryTransport
  void shouldTalkBetweenTwoRoutersWhenBothAnnounceNames(Transport transport) {
    RouterSocket a = context.router(o -> o.routingId(RoutingId.of("A")).mandatory(true));
    RouterSocket b = context.router(o -> o.routingId(RoutingId.of("B")).mandatory(true));
    join(transport, a, b);

    send(a, "B", "from A");
    assertEquals(Message.of("A", "from A"), receive(b));
    send(b, "A", "from B");
    assertEquals(Message.of("B", "from B"), receive(a));
  }

  @EveryTransport
  void shouldLearnOfAPeerWhenItProbes(Transport transport) {
    RouterSocket router = context.router();
    DealerSocket dealer = context.dealer(o -> o.routingId(RoutingId.of("A")).probe(true));
    join(transport, router, dealer);

    assertEquals(Message.of("A", ""), receive(router));
    send(dealer, "after");
    assertEquals(Message.of("A", "after"), receive(router));
  }

  @EveryTransport
  void shouldTellOfComingsAndGoingsWhenAsked(Transport transport) {
    RouterSocket router =
        context.router(
            o -> o.peerNotifications(PeerNotification.CONNECT, PeerNotification.DISCONNECT));
    DealerSocket a = named("A");
    join(transport, router, a);

    assertEquals(Message.of("A", ""), receive(router));
    sendAndLeave(transport, router, a, () -> send(a, "message"));
    assertEquals(Message.of("A", "message"), receive(router));
    assertEquals(Message.of("A", ""), receive(router));
    assertNothing(router);
  }

  @EveryTransport
  void shouldNameThePeerItselfWhenItConnectsWithAName(Transport transport) {
    RouterSocket router = context.router(o -> o.mandatory(true));
    DealerSocket dealer = named("its own name");
    String endpoint = dealer.bind(transport.fresh());
    router.connect(endpoint, RoutingId.of("my name for it"));

    send(router, "my name for it", "hello");

    assertEquals("hello", text(dealer));
    send(dealer, "back");
    assertEquals(Message.of("my name for it", "back"), receive(router));
  }

  @EveryTransport
  void shouldQueueForANamedPeerWhenItIsNotThereYet(Transport transport) {
    RouterSocket router = context.router(o -> o.mandatory(true));
    String endpoint = lasting(transport);
    router.connect(endpoint, RoutingId.of("later"));

    send(router, "later", "hello");
    DealerSocket dealer = context.dealer();
    dealer.bind(endpoint);

    assertEquals("hello", text(dealer));
  }

  @EveryTransport
  void shouldGreetFirstWhenThereIsAHello(Transport transport) {
    RouterSocket router = context.router(o -> o.helloMessage(Message.of("hello", "from router")));
    DealerSocket dealer =
        context.dealer(
            o -> o.routingId(RoutingId.of("A")).helloMessage(Message.of("hello from dealer")));
    join(transport, router, dealer);
    send(dealer, "second");
    send(router, "A", "second");

    assertEquals(Message.of("A", "hello from dealer"), receive(router));
    assertEquals(Message.of("A", "second"), receive(router));
    assertEquals(Message.of("hello", "from router"), receive(dealer));
    assertEquals("second", text(dealer));
  }

  @EveryTransport
  void shouldReceiveADisconnectMessageWhenAPeerGoes(Transport transport) {
    RouterSocket router = context.router(o -> o.disconnectMessage(Message.of("gone", "away")));
    DealerSocket a = named("A");
    join(transport, router, a);
    sendAndLeave(transport, router, a, () -> send(a, "last"));

    assertEquals(Message.of("A", "last"), receive(router));
    assertEquals(Message.of("A", "gone", "away"), receive(router));
    assertNothing(router);
  }

  @EveryTransport
  void shouldReceiveAHiccupMessageWhenTheConnectionIsLost(Transport transport) {
    DealerSocket dealer = context.dealer(o -> o.hiccupMessage(Message.of("hiccup")));
    RouterSocket router = context.router();
    join(transport, router, dealer);
    router.close();

    assertEquals("hiccup", text(dealer));
    assertNothing(dealer);
  }

  @EveryTransport
  void shouldBalanceWhenADealerHasSeveralPeers(Transport transport) {
    DealerSocket dealer = context.dealer();
    DealerSocket a = context.dealer();
    DealerSocket b = context.dealer();
    DealerSocket c = context.dealer();
    join(transport, dealer, a, b, c);

    for (int i = 1; i <= 4; i++) {
      send(dealer, "R" + i);
    }

    assertEquals(List.of("R1", "R4"), texts(a, 2));
    assertEquals("R2", text(b));
    assertEquals("R3", text(c));
  }

  @Connected
  void shouldReachTheNewPeerWhenItsNameIsTakenOverAgainAndAgain(Transport transport) {
    RouterSocket router = context.router(o -> o.mandatory(true).handover(true));
    String endpoint = router.bind(transport.fresh());
    for (int i = 0; i < 50; i++) {
      DealerSocket a =
          context.dealer(o -> o.routingId(RoutingId.of("A")).reconnect(Reconnect.never()));
      connect(router, endpoint, a);
      send(router, "A", "m" + i);
      assertEquals("m" + i, text(a));
      if (i % 2 == 0) {
        a.close();
      }
    }
  }

  @Connected
  void shouldTellTheMonitorWhenANameIsTaken(Transport transport) {
    RouterSocket router = context.router();
    try (SocketMonitor monitor = router.monitor()) {
      DealerSocket first = named("A");
      String endpoint = join(transport, router, first);
      DealerSocket second = named("A");
      connect(router, endpoint, second);
      router.tryReceive();

      await(monitor, SocketEvent.Disconnected.class);
    }
  }
}
