package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.pipe.Incoming;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private final Side side = Side.of(host -> new Dealer(host, false));
  private final FairQueue queue = new FairQueue(side);
  private final Incoming frame = new Incoming();

  private Remote joined() {
    Remote remote = new Remote(side, false);
    queue.attach(remote.peer);
    return remote;
  }

  private String receive() {
    assertTrue(queue.hasMessage());
    assertTrue(queue.receive(frame));
    String body = new String(frame.copy(), StandardCharsets.ISO_8859_1);
    frame.done();
    return body;
  }

  @Test
  void shouldGoRoundWhenSeveralPeersHaveMessages() {
    Remote a = joined();
    Remote b = joined();
    Remote c = joined();
    a.send("R1");
    a.send("R2");
    a.send("R3");
    b.send("R4");
    c.send("R5");
    c.send("R6");
    List<String> order = new ArrayList<>();
    while (queue.hasMessage()) {
      order.add(receive());
    }
    assertEquals(List.of("R1", "R4", "R5", "R2", "R6", "R3"), order);
  }

  @Test
  void shouldStayWithTheMessageUnderWayWhenAnotherPeerIsTakenOut() {
    final Remote a = joined();
    final Remote b = joined();
    Remote c = joined();
    a.send("a");
    b.send("b");
    c.send("c1", "c2", "c3");
    assertEquals("a", receive());
    assertEquals("b", receive());
    assertEquals("c1", receive());
    a.send("later");
    queue.remove(b.peer); // the last in the ring takes its place
    assertTrue(queue.isWithin());
    assertEquals("c2", receive());
    assertEquals("c3", receive());
    assertEquals("later", receive());
    assertFalse(queue.hasMessage());
  }

  @Test
  void shouldForgetAPeerOnceWhenItIsGoneAndRead() {
    Remote a = joined();
    a.send("a1", "a2");
    assertEquals("a1", receive());
    a.peer.gone = true;
    queue.gone(a.peer);
    assertEquals(List.of(), side.forgotten);
    assertEquals("a2", receive());
    assertFalse(queue.hasMessage());
    assertFalse(queue.hasMessage());
    assertEquals(List.of(a.peer), side.forgotten);
  }
}
