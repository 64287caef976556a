package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.OutOfTurnException;
import io.cero.pipe.Incoming;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepTest {
  private final Side rep = Side.of(Rep::new);

  @Test
  void shouldHandOverTheBodyAloneWhenARequestComes() {
    Remote asker = rep.peer();
    assertEquals(List.of(), rep.receive());
    asker.send("", "Hello", "", "there");
    assertEquals(List.of("Hello", "", "there"), rep.receive());
    assertSame(asker.peer, rep.pattern.lastPeer());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 10})
  void shouldPutTheWholeEnvelopeBackWhenTheRequestHadAddresses(int count) {
    Remote asker = rep.peer();
    List<String> envelope = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      envelope.add("\0address" + i);
    }
    envelope.add("");
    List<String> request = new ArrayList<>(envelope);
    request.add("Hello");
    asker.send(request.toArray(String[]::new));
    assertEquals(List.of("Hello"), rep.receive());
    assertTrue(rep.send("World", "!"));
    List<String> reply = new ArrayList<>(envelope);
    reply.add("World");
    reply.add("!");
    assertEquals(reply, asker.receive());
    assertEquals(1, asker.link.published);
  }

  @Test
  void shouldDropARequestWhenItHasNoDelimiter() {
    Remote asker = rep.peer();
    asker.send("no delimiter");
    asker.send("no", "delimiter", "either");
    asker.send("address", ""); // nothing behind it
    asker.send("");
    asker.send("", "Hello");
    assertEquals(List.of("Hello"), rep.receive());
    assertEquals(4, rep.dropped(DropReason.MALFORMED));
    rep.send("World");
    assertEquals(List.of("", "World"), asker.receive());
  }

  @Test
  void shouldSayThatNothingIsThereWhenOnlyMalformedRequestsAre() {
    Remote asker = rep.peer();
    asker.send("no delimiter");
    rep.drain();
    assertFalse(rep.pattern.canReceive());
    asker.send("", "Hello");
    assertEquals(List.of("Hello"), rep.receive());
  }

  @Test
  void shouldRefuseToSendWhenThereIsNoRequest() {
    Remote asker = rep.peer();
    asker.send("", "waits to be received");
    assertFalse(rep.pattern.canSend());
    OutOfTurnException refusal = assertThrows(OutOfTurnException.class, () -> rep.send("unasked"));
    assertTrue(refusal.getMessage().contains("receive one"), refusal.getMessage());
  }

  @Test
  void shouldRefuseToSendWhenTheRequestIsHalfRead() {
    rep.peer().send("", "a", "b");
    assertEquals("a", rep.receiveFrame());
    assertThrows(OutOfTurnException.class, () -> rep.send("too early"));
    assertEquals("b", rep.receiveFrame());
    assertTrue(rep.send("now"));
  }

  @Test
  void shouldRefuseToSendWhenOnlyTheEnvelopeWasRead() {
    rep.peer().send("", "a");
    rep.drain();
    assertTrue(rep.pattern.canReceive());
    assertThrows(OutOfTurnException.class, () -> rep.send("too early"));
  }

  @Test
  void shouldRefuseToReceiveWhenTheReplyIsDue() {
    Remote asker = rep.peer();
    asker.send("", "one");
    asker.send("", "two");
    rep.receive();
    assertFalse(rep.pattern.canReceive());
    OutOfTurnException refusal =
        assertThrows(OutOfTurnException.class, () -> rep.pattern.receive(new Incoming()));
    assertTrue(refusal.getMessage().contains("send its reply"), refusal.getMessage());
    rep.send("reply");
    assertEquals(List.of("two"), rep.receive());
  }

  @Test
  void shouldRefuseToReceiveWhenTheReplyIsHalfSent() {
    Remote asker = rep.peer();
    asker.send("", "one");
    rep.receive();
    rep.sendFrame("half", true);
    assertThrows(OutOfTurnException.class, () -> rep.pattern.receive(new Incoming()));
    assertTrue(rep.pattern.canSend());
    assertEquals(List.of(), asker.receive());
    rep.sendFrame("rest", false);
    assertEquals(List.of("", "half", "rest"), asker.receive());
  }

  @Test
  void shouldAnswerTheLastAskerWhenSeveralAsk() {
    Remote a = rep.peer();
    Remote b = rep.peer();
    a.send("", "from a");
    b.send("", "from b");
    assertEquals(List.of("from a"), rep.receive());
    rep.send("to a");
    assertEquals(List.of("from b"), rep.receive());
    rep.send("to b");
    assertEquals(List.of("", "to a"), a.receive());
    assertEquals(List.of("", "to b"), b.receive());
    assertEquals(List.of(), a.receive());
  }

  @Test
  void shouldTakeRequestsInTurnWhenOnePeerSentMany() {
    Remote a = rep.peer();
    Remote b = rep.peer();
    Remote c = rep.peer();
    a.send("", "R1");
    a.send("", "R2");
    a.send("", "R3");
    b.send("", "R4");
    c.send("", "R5");
    c.send("", "R6");
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      order.addAll(rep.receive());
      rep.send("done");
    }
    assertEquals(List.of("R1", "R4", "R5", "R2", "R6", "R3"), order);
  }

  @Test
  void shouldDropTheReplyWhenTheAskerIsGone() {
    Remote asker = rep.peer();
    asker.send("", "Hello");
    rep.receive();
    asker.gone();
    assertTrue(rep.send("World", "!"));
    assertEquals(List.of(), asker.receive());
    assertEquals(1, rep.dropped(DropReason.PEER_GONE));
    Remote next = rep.peer();
    next.send("", "again");
    assertEquals(List.of("again"), rep.receive());
    assertEquals(List.of(asker.peer), rep.forgotten);
  }

  @Test
  void shouldDropTheReplyWhenTheAskerGoesInTheMiddle() {
    Remote asker = rep.peer();
    asker.send("", "Hello");
    rep.receive();
    rep.sendFrame("Wor", true);
    asker.gone();
    assertTrue(rep.sendFrame("ld", false));
    assertEquals(List.of(), asker.receive());
    assertEquals(1, rep.dropped(DropReason.PEER_GONE));
    assertFalse(((io.cero.pipe.Log) asker.peer.out).isOpen());
    assertEquals(List.of(), rep.receive());
  }

  @Test
  void shouldReadARequestToItsEndWhenItsSenderIsGone() {
    Remote asker = rep.peer();
    asker.send("", "a", "b");
    asker.send("", "c");
    assertEquals("a", rep.receiveFrame());
    asker.gone();
    assertEquals("b", rep.receiveFrame());
    rep.send("into the void");
    assertEquals(List.of("c"), rep.receive());
    assertEquals(List.of(), rep.forgotten);
    rep.send("into the void");
    assertEquals(List.of(), rep.receive());
    assertEquals(List.of(asker.peer), rep.forgotten);
  }

  @Test
  void shouldDropTheReplyWhenTheAskerDoesNotRead() {
    Remote asker = rep.peer();
    for (int i = 0; i <= Side.MARK; i++) {
      asker.send("", "R" + i);
      assertEquals(List.of("R" + i), rep.receive());
      assertTrue(rep.pattern.canSend());
      assertTrue(rep.send("reply " + i));
    }
    assertEquals(1, rep.dropped(DropReason.HIGH_WATER_MARK));
    for (int i = 0; i < Side.MARK; i++) {
      assertEquals(List.of("", "reply " + i), asker.receive());
    }
    assertEquals(List.of(), asker.receive());
  }

  @Test
  void shouldHoldTheRequestWhenItsReplyIsAbandoned() {
    Remote asker = rep.peer();
    asker.send("address", "", "Hello");
    rep.receive();
    rep.sendFrame("half", true);
    rep.pattern.abandonSend();
    assertTrue(rep.send("whole"));
    assertEquals(List.of("address", "", "whole"), asker.receive());
    assertEquals(List.of(), asker.receive());
  }

  @Test
  void shouldGiveUpTheLastFrameWhenItWasNotTakenAndTheReplyIsSent() {
    Remote asker = rep.peer();
    asker.send("", "too long for the buffer");
    asker.send("", "next");
    assertEquals("too long for the buffer", rep.describeFrame());
    assertTrue(rep.pattern.sendGivesUpReceived());
    assertTrue(rep.send("no matter"));
    assertEquals(List.of("", "no matter"), asker.receive());
    assertEquals(List.of("next"), rep.receive());
    assertEquals(0, rep.dropped(DropReason.MALFORMED));
  }

  @Test
  void shouldWakeUpWhenAPeerSendsAfterItWasFoundEmpty() {
    Remote asker = rep.peer();
    assertEquals(List.of(), rep.receive());
    assertTrue(rep.inbox.isEmpty());
    asker.send("", "Hello");
    assertFalse(rep.inbox.isEmpty());
    assertEquals(List.of("Hello"), rep.receive());
  }

  @Test
  void shouldAnswerOverTheNewConnectionWhenItWasLostMeanwhile() {
    Remote router = rep.connecting();
    router.connected("");
    router.send("client", "", "Hello");
    rep.receive();
    router.lost();
    router.connected("");
    assertTrue(rep.send("World"));
    assertEquals(List.of("client", "", "World"), router.receive());
  }
}
