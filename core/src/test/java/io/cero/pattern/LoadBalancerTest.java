package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.pipe.Log;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadBalancerTest {
  private final Side push = Side.of(Push::new);

  @Test
  void shouldGoRoundWhenFourMessagesGoToThreePeers() {
    Remote a = push.peer();
    Remote b = push.peer();
    Remote c = push.peer();
    for (int i = 1; i <= 4; i++) {
      assertTrue(push.send("R" + i));
    }
    assertEquals(List.of("R1"), a.receive());
    assertEquals(List.of("R4"), a.receive());
    assertEquals(List.of("R2"), b.receive());
    assertEquals(List.of("R3"), c.receive());
  }

  @Test
  void shouldKeepAMessageTogetherWhenItHasSeveralFrames() {
    Remote a = push.peer();
    Remote b = push.peer();
    push.send("a", "b", "c");
    push.send("d", "e");
    assertEquals(List.of("a", "b", "c"), a.receive());
    assertEquals(List.of("d", "e"), b.receive());
  }

  @Test
  void shouldWouldBlockUntilToldWhenEveryPeerIsFull() {
    Remote a = push.peer();
    for (int i = 0; i < Side.MARK; i++) {
      assertTrue(push.send("m"));
    }
    assertFalse(push.send("too many"));
    assertFalse(push.pattern.canSend());
    assertTrue(push.inbox.isEmpty());
    for (int i = 0; i < Side.MARK; i++) {
      a.receive();
    }
    assertFalse(push.inbox.isEmpty());
    assertTrue(push.send("now"));
  }

  @Test
  void shouldDropTheRestWhenThePeerGoesInTheMiddleOfAMessage() {
    Remote a = push.peer();
    final Remote b = push.peer();
    push.sendFrame("half", true);
    a.gone();
    assertTrue(push.sendFrame("more", true));
    assertTrue(push.sendFrame("rest", false));
    assertFalse(((Log) a.peer.out).isOpen());
    assertEquals(1, push.dropped(DropReason.PEER_GONE));
    assertEquals(List.of(), b.receive());
    assertTrue(push.send("whole"));
    assertEquals(List.of("whole"), b.receive());
    assertEquals(List.of(a.peer), push.forgotten);
  }
}
