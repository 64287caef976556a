package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.pipe.Log;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairTest {
  private final Side pair = Side.of(Pair::new);

  /** A peer that sends messages of one frame and goes. */
  private Remote former(String... messages) {
    return former(pair, messages);
  }

  private static Remote former(Side side, String... messages) {
    Remote remote = side.peer();
    for (String message : messages) {
      remote.send(message);
    }
    remote.gone();
    side.drain();
    return remote;
  }

  @Test
  void shouldReceivePeerByPeerWhenSeveralHaveGoneUnread() {
    Remote a = former("a1", "a2");
    Remote b = former("b1");
    Remote c = former("c1", "c2");
    Remote d = pair.peer();
    d.send("d1");
    assertEquals("", d.link.refused);
    for (String expected : List.of("a1", "a2", "b1", "c1", "c2", "d1")) {
      assertEquals(List.of(expected), pair.receive());
    }
    assertSame(d.peer, pair.pattern.lastPeer());
    assertEquals(List.of(), pair.receive());
    assertEquals(List.of(a.peer, b.peer, c.peer), pair.forgotten);
  }

  @Test
  void shouldSendToWhoIsHereWhenFormerPeersAreUnread() {
    Remote a = former("a");
    Remote b = former("b");
    assertFalse(pair.pattern.canSend());
    assertFalse(pair.send("to nobody"));
    Remote c = pair.peer();
    assertTrue(pair.send("to", "c"));
    assertEquals(List.of("to", "c"), c.receive());
    assertEquals(List.of(), a.receive());
    assertEquals(List.of(), b.receive());
  }

  @Test
  void shouldReadAMessageToItsEndWhenItsSenderGoesAndAnotherComes() {
    Remote a = pair.peer();
    a.send("a1", "a2");
    assertEquals("a1", pair.describeFrame());
    a.gone();
    Remote b = pair.peer();
    b.send("b1", "b2");
    pair.pattern.canReceive();
    assertEquals("a1", pair.receiveFrame());
    assertEquals("a2", pair.receiveFrame());
    assertFalse(pair.more());
    assertEquals(List.of("b1", "b2"), pair.receive());
    assertEquals(List.of(a.peer), pair.forgotten);
  }

  @Test
  void shouldForgetAPeerAtOnceWhenItGoesAndNothingOfItWaits() {
    Remote a = former();
    assertEquals(List.of(a.peer), pair.forgotten);
    Remote b = pair.peer();
    b.send("b");
    assertEquals(List.of("b"), pair.receive());
    b.gone();
    pair.drain();
    assertEquals(List.of(a.peer, b.peer), pair.forgotten);
  }

  @Test
  void shouldTurnASecondPeerAwayWhenTheFirstIsHere() {
    Remote a = pair.peer();
    Remote second = pair.peer();
    assertTrue(second.link.refused.contains("its peer already"), second.link.refused);
    assertFalse(second.peer.isPresent());
    second.send("unasked");
    assertEquals(List.of(), pair.receive());
    second.gone();
    pair.drain();
    assertEquals(List.of(second.peer), pair.forgotten);
    assertTrue(a.peer.isPresent());
  }

  @Test
  void shouldTurnASecondPeerAwayWhenFormerOnesAreUnreadAndOneIsHere() {
    former("a");
    Remote b = pair.peer();
    Remote second = pair.peer();
    assertTrue(second.link.refused.contains("its peer already"), second.link.refused);
    b.send("b");
    assertEquals(List.of("a"), pair.receive());
    assertEquals(List.of("b"), pair.receive());
  }

  @Test
  void shouldTurnANewPeerAwayWhenTooManyFormerOnesAreUnread() {
    for (int i = 0; i < Pair.MOST_FORMER; i++) {
      assertEquals("", former("from " + i).link.refused);
    }
    Remote refused = pair.peer();
    assertTrue(refused.link.refused.contains("has to receive"), refused.link.refused);
    refused.gone();
    pair.drain();
    assertEquals(List.of(refused.peer), pair.forgotten);

    assertEquals(List.of("from 0"), pair.receive());
    Remote next = pair.peer();
    assertEquals("", next.link.refused);
    next.send("from the next");
    for (int i = 1; i < Pair.MOST_FORMER; i++) {
      assertEquals(List.of("from " + i), pair.receive());
    }
    assertEquals(List.of("from the next"), pair.receive());
  }

  @Test
  void shouldTurnANewPeerAwayWhenFormerOnesReachTheByteBudgetTogether() {
    Side bounded = Side.of(host -> new Pair(host, 100));
    former(bounded, "a".repeat(48)); // and its header, of two bytes
    assertEquals("", former(bounded, "b".repeat(20), "b".repeat(26)).link.refused);
    assertTrue(former(bounded, "c").link.refused.contains("has to receive"));
    assertEquals(List.of("a".repeat(48)), bounded.receive());
    assertEquals("", former(bounded, "d".repeat(47)).link.refused);
    assertEquals("", bounded.peer().link.refused);
  }

  @Test
  void shouldLetItsOwnConnectInWhenFormerPeersFillIt() {
    Side bounded = Side.of(host -> new Pair(host, 1));
    former(bounded, "fills it");
    assertTrue(bounded.peer().link.refused.contains("has to receive"));
    Remote own = bounded.connecting();
    assertEquals("", own.link.refused);
    assertTrue(bounded.send("to who is sought"));
    assertEquals(List.of("to who is sought"), own.receive());
  }

  @Test
  void shouldDropTheWholeMessageWhenThePeerGoesInTheMiddle() {
    Remote a = pair.peer();
    assertTrue(pair.sendFrame("half", true));
    a.gone();
    pair.drain();
    assertFalse(((Log) a.peer.out).isOpen());
    assertEquals(1, pair.dropped(DropReason.PEER_GONE));
    assertTrue(pair.pattern.canSend());
    Remote b = pair.peer();
    assertTrue(pair.sendFrame("rest", false));
    assertTrue(pair.send("whole"));
    assertEquals(List.of("whole"), b.receive());
    assertEquals(List.of(), a.receive());
    assertEquals(1, pair.dropped(DropReason.PEER_GONE));
  }

  @Test
  void shouldBeginAnewWhenAMessageIsAbandoned() {
    Remote a = pair.peer();
    assertTrue(pair.sendFrame("half", true));
    pair.pattern.abandonSend();
    assertTrue(pair.send("whole"));
    assertEquals(List.of("whole"), a.receive());
  }

  @Test
  void shouldWakeUpWhenWhoIsHereSendsAfterFormerPeersWereReceived() {
    former("a");
    Remote b = pair.peer();
    assertEquals(List.of("a"), pair.receive());
    assertEquals(List.of(), pair.receive());
    assertTrue(pair.inbox.isEmpty());
    b.send("b");
    assertFalse(pair.inbox.isEmpty());
    assertEquals(List.of("b"), pair.receive());
  }

  @Test
  void shouldWaitForRoomWhenWhoIsHereDoesNotRead() {
    Remote a = pair.peer();
    for (int i = 0; i < Side.MARK; i++) {
      assertTrue(pair.send("message " + i));
    }
    assertFalse(pair.send("too many"));
    for (int i = 0; i < Side.MARK; i++) {
      assertEquals(List.of("message " + i), a.receive());
    }
    assertFalse(pair.inbox.isEmpty());
    assertTrue(pair.send("room again"));
  }

  @Test
  void shouldDeliverAllInOrderWhenPeersComeAndGoAsTheyLike() {
    for (int seed = 0; seed < 20; seed++) {
      comeAndGo(Side.of(Pair::new), new SplittableRandom(seed), "seed " + seed);
    }
  }

  private static void comeAndGo(Side side, SplittableRandom random, String seed) {
    Queue<List<String>> waiting = new ArrayDeque<>();
    List<Remote> all = new ArrayList<>();
    Remote here = null;
    for (int i = 0; i < 500; i++) {
      switch (random.nextInt(6)) {
        case 0 -> {
          Remote came = side.peer();
          all.add(came);
          assertEquals(here != null, !came.link.refused.isEmpty(), seed);
          if (here == null) {
            here = came;
          } else {
            came.gone();
          }
        }
        case 1 -> {
          if (here != null) {
            here.gone();
            here = null;
          }
        }
        case 2, 3 -> {
          if (here != null) {
            List<String> message = random.nextBoolean() ? List.of("" + i) : List.of("" + i, "more");
            here.send(message.toArray(String[]::new));
            waiting.add(message);
          }
        }
        case 4 -> {
          List<String> next = waiting.poll();
          assertEquals(next == null ? List.of() : next, side.receive(), seed);
        }
        default -> {
          assertEquals(here != null, side.send("to who is here"), seed);
          if (here != null) {
            assertEquals(List.of("to who is here"), here.receive(), seed);
          }
        }
      }
    }
    if (here != null) {
      here.gone();
    }
    while (!waiting.isEmpty()) {
      assertEquals(waiting.remove(), side.receive(), seed);
    }
    assertEquals(List.of(), side.receive(), seed);
    assertEquals(all.size(), side.forgotten.size(), seed);
  }
}
