package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.HandshakeFailure;
import io.cero.Message;
import io.cero.PairSocket;
import io.cero.ReceiveStatistics;
import io.cero.Reconnect;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PAIR: exactly one peer, both ways. */
class PairConformanceTest extends Conformance {
  @EveryTransport
  void shouldTalkBothWays(Transport transport) {
    PairSocket a = context.pair();
    PairSocket b = context.pair();
    join(transport, a, b);

    for (int i = 0; i < 100; i++) {
      send(a, "ping", "" + i);
      send(b, "pong", "" + i);
      assertEquals(Message.of("ping", "" + i), receive(b));
      assertEquals(Message.of("pong", "" + i), receive(a));
    }
  }

  @EveryTransport
  void shouldWaitWhenThereIsNoPeer(Transport transport) {
    PairSocket pair = context.pair();
    pair.bind(transport.fresh());

    assertFalse(pair.trySend("nobody"));
    assertNothing(pair);
  }

  @EveryTransport
  void shouldKeepItsPeerWhenASecondComes(Transport transport) {
    PairSocket a = context.pair();
    PairSocket b = context.pair();
    String endpoint = join(transport, a, b);
    PairSocket third = context.pair();
    third.connect(endpoint);
    third.send("let me in");

    send(b, "from b");
    assertEquals("from b", text(a));
    send(a, "to b");
    assertEquals("to b", text(b));
    assertNothing(a);
  }

  @EveryTransport
  void shouldTakeANewPeerWhenTheFirstHasGone(Transport transport) {
    PairSocket a = context.pair();
    String endpoint = a.bind(transport.fresh());
    for (int i = 0; i < 10; i++) {
      PairSocket b = context.pair();
      connect(a, endpoint, b);
      send(a, "to " + i);
      assertEquals("to " + i, text(b));
      int round = i;
      sendAndLeave(transport, a, b, () -> send(b, "from " + round));
      assertEquals("from " + i, text(a));
      assertNothing(a);
    }
  }

  @Test
  void shouldConnectAgainWhenWhatItsFormerPeerSentIsNotReceivedYet() {
    PairSocket a = context.pair();
    PairSocket b = context.pair();
    String endpoint = join(Transport.TCP, a, b);
    send(a, "before");
    while (!b.isReadable()) {
      Thread.yield();
    }
    b.disconnect(endpoint);
    while (a.peerCount() > 0) {
      Thread.yield();
    }

    connect(a, endpoint, b);
    send(b, "behind");
    assertEquals("behind", text(a));
    send(a, "after");
    assertEquals("before", text(b));
    assertEquals("after", text(b));
  }

  @EveryTransport
  void shouldReceiveWhatAllFormerPeersSentWhenSeveralHaveGoneUnread(Transport transport) {
    PairSocket a = context.pair();
    String endpoint = a.bind(transport.fresh());
    for (int i = 0; i < 4; i++) {
      PairSocket b = context.pair();
      connect(a, endpoint, b);
      String text = "from " + i;
      sendAndLeave(transport, a, b, () -> send(b, text));
    }
    PairSocket last = context.pair();
    connect(a, endpoint, last);
    send(a, "to the last");
    assertEquals("to the last", text(last));
    send(last, "from the last");

    assertEquals(List.of("from 0", "from 1", "from 2", "from 3", "from the last"), texts(a, 5));
    assertNothing(a);
    ReceiveStatistics received = a.statistics().received();
    assertEquals(5, received.delivered());
    assertEquals(5, received.read());
  }

  @Test
  void shouldConnectAgainAsOftenAsItLikesWhenNothingIsReceived() {
    PairSocket a = context.pair();
    PairSocket b = context.pair();
    String endpoint = a.bind(Transport.TCP.fresh());
    for (int i = 0; i < 4; i++) {
      connect(a, endpoint, b);
      send(a, "to " + i);
      while (b.statistics().received().read() == i) {
        Thread.yield();
      }
      b.disconnect(endpoint);
      while (a.peerCount() > 0) {
        Thread.yield();
      }
    }
    connect(a, endpoint, b);
    send(b, "behind");
    assertEquals("behind", text(a));
    send(a, "to the last");
    assertEquals(List.of("to 0", "to 1", "to 2", "to 3", "to the last"), texts(b, 5));
  }

  @Test
  void shouldLetAPeerInWhenWhatTurnedItAwayIsReceived() {
    PairSocket a = context.pair(o -> o.receiveByteBudget(1));
    PairSocket b = context.pair();
    String endpoint = join(Transport.TCP, a, b);
    sendAndLeave(Transport.TCP, a, b, () -> send(b, "as much as it may hold"));
    PairSocket c = context.pair(o -> o.reconnect(Reconnect.every(Duration.ofMillis(1))));
    try (SocketMonitor monitor = a.monitor()) {
      c.connect(endpoint);
      assertEquals(HandshakeFailure.OCCUPIED, refusal(a, monitor).reason());
    }
    assertEquals("as much as it may hold", text(a));

    assertTrue(a.awaitPeers(1, PATIENCE));
    send(a, "welcome");
    assertEquals("welcome", text(c));
    send(c, "thanks");
    assertEquals("thanks", text(a));
  }

  /** Whoever uses a socket lets its peers in, or turns them away. */
  private static SocketEvent.HandshakeFailed refusal(PairSocket used, SocketMonitor monitor) {
    while (true) {
      assertEquals(0, used.peerCount());
      for (SocketEvent event : pending(monitor)) {
        if (event instanceof SocketEvent.HandshakeFailed refusal) {
          return refusal;
        }
      }
      Thread.yield();
    }
  }

  @Test
  void shouldTakeExactlyBothMarksEachWayWhenInproc() {
    PairSocket a = context.pair(o -> o.sendHighWaterMark(2).receiveHighWaterMark(3));
    PairSocket b = context.pair(o -> o.sendHighWaterMark(5).receiveHighWaterMark(7));
    join(Transport.INPROC, a, b);

    assertEquals(9, fill(a, "x".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(8, fill(b, "x".getBytes(StandardCharsets.US_ASCII)));
    assertTrue(a.isReadable());
  }
}
