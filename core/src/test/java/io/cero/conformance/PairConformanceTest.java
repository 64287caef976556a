package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Message;
import io.cero.PairSocket;
import java.nio.charset.StandardCharsets;
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
