package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.FreshOptions;
import io.cero.OutOfTurnException;
import io.cero.ReqOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReqTest {
  private final Side req = side(FreshOptions.req());
  private final Side relaxed = side(FreshOptions.req().relaxed(true));
  private final Side correlated = side(FreshOptions.req().relaxed(true).correlated(true));

  private static Side side(ReqOptions options) {
    return Side.of(host -> new Req(host, options));
  }

  @Test
  void shouldPutTheDelimiterInFrontWhenARequestIsSent() {
    Remote rep = req.peer();
    assertTrue(req.send("Hello"));
    assertEquals(List.of("", "Hello"), rep.receive());
    assertEquals(1, rep.link.published);
  }

  @Test
  void shouldKeepEveryFrameWhenARequestHasSeveral() {
    Remote rep = req.peer();
    req.send("a", "", "c");
    assertEquals(List.of("", "a", "", "c"), rep.receive());
  }

  @Test
  void shouldReturnTheBodyAloneWhenTheReplyComes() {
    Remote rep = req.peer();
    req.send("Hello");
    assertEquals(List.of(), req.receive());
    rep.send("", "World", "!");
    assertEquals(List.of("World", "!"), req.receive());
    assertSame(rep.peer, req.pattern.lastPeer());
  }

  @Test
  void shouldRefuseASecondRequestWhenTheReplyIsOutstanding() {
    Remote rep = req.peer();
    req.send("one");
    assertFalse(req.pattern.canSend());
    OutOfTurnException refusal = assertThrows(OutOfTurnException.class, () -> req.send("two"));
    assertTrue(refusal.getMessage().contains("receive its reply"), refusal.getMessage());
    rep.send("", "first");
    assertEquals(List.of("first"), req.receive());
    assertTrue(req.pattern.canSend());
    assertTrue(req.send("two"));
    assertEquals(List.of("", "one"), rep.receive());
    assertEquals(List.of("", "two"), rep.receive());
  }

  @Test
  void shouldRefuseASecondRequestWhenAReplyIsHalfRead() {
    Remote rep = req.peer();
    req.send("one");
    rep.send("", "a", "b");
    assertEquals("a", req.receiveFrame());
    assertThrows(OutOfTurnException.class, () -> req.send("two"));
    assertEquals("b", req.receiveFrame());
    assertTrue(req.send("two"));
  }

  @Test
  void shouldRefuseToReceiveWhenNoRequestIsOut() {
    Remote rep = req.peer();
    rep.send("", "unasked");
    assertThrows(OutOfTurnException.class, () -> req.pattern.receive(new io.cero.pipe.Incoming()));
    assertFalse(req.pattern.canReceive());
  }

  @Test
  void shouldRefuseToReceiveWhenTheRequestIsNotComplete() {
    req.peer();
    req.sendFrame("a", true);
    assertThrows(OutOfTurnException.class, () -> req.pattern.receive(new io.cero.pipe.Incoming()));
  }

  @Test
  void shouldWouldBlockWhenThereIsNoPeer() {
    assertFalse(req.pattern.canSend());
    assertFalse(req.send("Hello"));
    Remote rep = req.peer();
    assertTrue(req.send("Hello"));
    assertEquals(List.of("", "Hello"), rep.receive());
  }

  @Test
  void shouldGoRoundWhenThereAreSeveralPeers() {
    Remote a = req.peer();
    Remote b = req.peer();
    Remote c = req.peer();
    int turn = 0;
    for (Remote asked : List.of(a, b, c, a, b, c)) {
      String request = "R" + ++turn;
      assertTrue(req.send(request));
      assertEquals(List.of("", request), asked.receive());
      asked.send("", "reply to " + request);
      assertEquals(List.of("reply to " + request), req.receive());
    }
  }

  @Test
  void shouldSkipAPeerWhenItHasNoRoom() {
    Remote full = relaxed.peer();
    for (int i = 0; i < Side.MARK; i++) {
      assertTrue(relaxed.send("fill"));
    }
    assertFalse(relaxed.send("too many"));
    Remote free = relaxed.peer();
    assertTrue(relaxed.send("next"));
    assertEquals(List.of("", "next"), free.receive());
    assertEquals(Side.MARK, full.peer.out.queued());
  }

  @Test
  void shouldDropWhatItReceivesWhenItComesFromAPeerThatWasNotAsked() {
    Remote asked = req.peer();
    Remote other = req.peer();
    req.send("Hello");
    other.send("", "not yours");
    assertEquals(List.of(), req.receive());
    assertEquals(1, req.dropped(DropReason.MALFORMED));
    asked.send("", "World");
    assertEquals(List.of("World"), req.receive());
  }

  @Test
  void shouldDropWhatItReceivesWhenItCameBeforeTheRequest() {
    Remote rep = req.peer();
    rep.send("", "early");
    req.send("Hello");
    rep.send("", "World");
    assertEquals(List.of("World"), req.receive());
    assertEquals(1, req.dropped(DropReason.MALFORMED));
  }

  @Test
  void shouldDropAReplyWhenItHasNoDelimiter() {
    Remote rep = req.peer();
    req.send("Hello");
    rep.send("no delimiter");
    rep.send("no", "delimiter", "either");
    rep.send(""); // nothing behind it
    assertEquals(List.of(), req.receive());
    assertEquals(3, req.dropped(DropReason.MALFORMED));
    rep.send("", "World");
    assertEquals(List.of("World"), req.receive());
  }

  @Test
  void shouldGoOnWaitingWhenTheAskedPeerIsGone() {
    Remote asked = req.peer();
    Remote other = req.peer();
    req.send("Hello");
    asked.gone();
    other.send("", "not yours");
    assertEquals(List.of(), req.receive());
    assertThrows(OutOfTurnException.class, () -> req.send("again"));
    assertEquals(List.of(asked.peer), req.forgotten);
  }

  @Test
  void shouldStillReadTheReplyWhenTheAskedPeerIsGoneAfterSendingIt() {
    Remote rep = req.peer();
    req.send("Hello");
    rep.send("", "Wor", "ld");
    rep.gone();
    assertEquals(List.of("Wor", "ld"), req.receive());
    assertEquals(List.of(), req.forgotten);
    assertFalse(req.send("again"));
  }

  @Test
  void shouldDropTheRequestWhenItsPeerGoesInTheMiddle() {
    Remote rep = req.peer();
    req.sendFrame("half", true);
    rep.gone();
    Remote other = req.peer();
    assertTrue(req.sendFrame("rest", false));
    assertEquals(List.of(), rep.receive());
    assertEquals(List.of(), other.receive());
    assertEquals(1, req.dropped(DropReason.PEER_GONE));
  }

  @Test
  void shouldStartAfreshWhenARequestIsAbandoned() {
    Remote rep = req.peer();
    req.sendFrame("half", true);
    req.pattern.abandonSend();
    assertTrue(req.send("whole"));
    assertEquals(List.of("", "whole"), rep.receive());
    assertEquals(List.of(), rep.receive());
  }

  @Test
  void shouldSendToTheNextPeerWhenRelaxed() {
    Remote a = relaxed.peer();
    Remote b = relaxed.peer();
    relaxed.send("one");
    assertTrue(relaxed.pattern.canSend());
    assertTrue(relaxed.send("two"));
    assertEquals(List.of("", "one"), a.receive());
    assertEquals(List.of("", "two"), b.receive());
    a.send("", "late");
    b.send("", "right");
    assertEquals(List.of("right"), relaxed.receive());
    assertEquals(1, relaxed.dropped(DropReason.MALFORMED));
  }

  @Test
  void shouldKeepWaitingWhenRelaxedAndTheNewRequestWouldBlock() {
    Remote rep = relaxed.peer();
    for (int i = 0; i < Side.MARK; i++) {
      relaxed.send("R" + i);
    }
    assertFalse(relaxed.send("too many"));
    rep.send("", "reply");
    assertEquals(List.of("reply"), relaxed.receive());
  }

  @Test
  void shouldDropTheRestOfAReplyWhenRelaxedAndItIsHalfRead() {
    Remote rep = relaxed.peer();
    relaxed.send("one");
    rep.send("", "a", "b", "c");
    assertEquals("a", relaxed.receiveFrame());
    assertTrue(relaxed.send("two"));
    rep.send("", "right");
    assertEquals(List.of("right"), relaxed.receive());
  }

  @Test
  void shouldDropAReplyThatWasNotTakenWhenTheNextRequestIsSent() {
    Remote rep = req.peer();
    req.send("one");
    rep.send("", "too long for the buffer");
    assertEquals("too long for the buffer", req.describeFrame());
    assertTrue(req.pattern.sendGivesUpReceived());
    assertTrue(req.send("two"));
    rep.send("", "right");
    assertEquals(List.of("right"), req.receive());
  }

  @Test
  void shouldNumberItsRequestsWhenCorrelated() {
    Remote rep = correlated.peer();
    correlated.send("one");
    List<String> first = rep.receive();
    assertEquals(4, first.get(0).length());
    assertEquals(List.of("", "one"), first.subList(1, 3));
    rep.send(first.get(0), "", "reply");
    assertEquals(List.of("reply"), correlated.receive());
    correlated.send("two");
    assertNotEquals(first.get(0), rep.receive().get(0));
  }

  @Test
  void shouldDropTheLateReplyWhenCorrelatedAndAskedAgain() {
    Remote rep = correlated.peer();
    correlated.send("one");
    final String first = rep.receive().get(0);
    correlated.send("two");
    final String second = rep.receive().get(0);
    rep.send(first, "", "late");
    rep.send("", "without number");
    rep.send(second);
    rep.send(second, "no delimiter");
    rep.send(second, "", "right");
    assertEquals(List.of("right"), correlated.receive());
    assertEquals(4, correlated.dropped(DropReason.MALFORMED));
  }

  @Test
  void shouldSendAnEmptyMessageToEachPeerWhenProbing() {
    Side probing = side(FreshOptions.req().probe(true));
    Remote router = probing.peer();
    assertEquals(List.of(""), router.receive());
    assertEquals(1, router.link.published);
    probing.send("Hello");
    assertEquals(List.of("", "Hello"), router.receive());
  }
}
