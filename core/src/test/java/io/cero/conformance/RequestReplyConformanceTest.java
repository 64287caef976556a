package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.DealerSocket;
import io.cero.Frame;
import io.cero.Message;
import io.cero.OutOfTurnException;
import io.cero.RepSocket;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** REQ and REP, and the envelope that they share with DEALER and ROUTER. */
class RequestReplyConformanceTest extends Conformance {
  /** Requests that are given up or answered. */
  private static int cycles(Transport transport) {
    return transport == Transport.IPC ? 200 : 1_000;
  }

  private static final Duration MOMENT = Duration.ofMillis(20);

  @EveryTransport
  void shouldAnswerManyTimesWhenTurnsAreKept(Transport transport) {
    RepSocket rep = context.rep();
    ReqSocket req = context.req();
    join(transport, rep, req);

    for (int i = 0; i < 200; i++) {
      send(req, "question " + i);
      assertEquals("question " + i, text(rep));
      send(rep, "answer", "" + i);
      assertEquals(Message.of("answer", "" + i), receive(req));
    }
  }

  @EveryTransport
  void shouldAnswerWhenTheAnswererConnects(Transport transport) {
    RepSocket rep = context.rep();
    ReqSocket req = context.req();
    join(transport, req, rep);

    send(req, "question");
    assertEquals("question", text(rep));
    send(rep, "answer");
    assertEquals("answer", text(req));
  }

  @EveryTransport
  void shouldRefuseACallWhenItIsOutOfTurn(Transport transport) {
    RepSocket rep = context.rep();
    ReqSocket req = context.req();
    join(transport, rep, req);

    assertThrows(OutOfTurnException.class, req::receive);
    assertThrows(OutOfTurnException.class, req::tryReceive);
    assertThrows(OutOfTurnException.class, () -> rep.send("too early"));
    assertThrows(OutOfTurnException.class, () -> rep.trySend("too early"));
    send(req, "question");
    assertThrows(OutOfTurnException.class, () -> req.send("again"));
    assertThrows(OutOfTurnException.class, () -> req.trySend(Message.of("a", "gain")));
    assertEquals("question", text(rep));
    assertThrows(OutOfTurnException.class, rep::receive);
    send(rep, "answer");
    assertThrows(OutOfTurnException.class, () -> rep.send("again"));
    assertEquals("answer", text(req));
    assertThrows(OutOfTurnException.class, req::receive);
    send(req, "unharmed");
    assertEquals("unharmed", text(rep));
  }

  @EveryTransport
  void shouldGoRoundWhenThereAreSeveralAnswerers(Transport transport) {
    ReqSocket req = context.req();
    List<RepSocket> reps = List.of(context.rep(), context.rep(), context.rep());
    join(transport, req, reps.toArray(RepSocket[]::new));

    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      send(req, "q" + i);
      int answerer = i % 3;
      RepSocket rep = reps.get(answerer);
      assertEquals("q" + i, text(rep));
      send(rep, "from " + answerer);
      assertEquals("from " + answerer, text(req));
      order.add(answerer);
    }
    assertEquals(List.of(0, 1, 2, 0, 1, 2), order);
  }

  @EveryTransport
  void shouldAnswerEachItsOwnWhenThereAreSeveralAskers(Transport transport) {
    RepSocket rep = context.rep();
    List<ReqSocket> reqs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      reqs.add(context.req());
    }
    join(transport, rep, reqs.toArray(ReqSocket[]::new));
    for (int i = 0; i < 5; i++) {
      send(reqs.get(i), "from " + i);
    }

    for (int i = 0; i < 5; i++) {
      String question = text(rep);
      send(rep, "to " + question);
    }

    for (int i = 0; i < 5; i++) {
      assertEquals("to from " + i, text(reqs.get(i)));
    }
  }

  @EveryTransport
  void shouldWaitToAskWhenThereIsNobody(Transport transport) throws InterruptedException {
    ReqSocket req = context.req();
    String endpoint = req.bind(transport.fresh());
    assertFalse(req.trySend("nobody"));
    assertFalse(req.isWritable());
    Thread asker = start("asker", () -> req.send("somebody"));

    RepSocket rep = context.rep();
    rep.connect(endpoint);

    assertEquals("somebody", text(rep));
    asker.join(PATIENCE.toMillis());
    rep.send("yes");
    assertEquals("yes", text(req));
  }

  @EveryTransport
  void shouldAskAgainWhenRelaxed(Transport transport) {
    ReqSocket req = context.req(o -> o.relaxed(true).correlated(true));
    RepSocket rep = context.rep();
    join(transport, rep, req);

    send(req, "one");
    assertEquals("one", text(rep));
    send(req, "two");
    send(rep, "late answer to one");
    assertEquals("two", text(rep));
    send(rep, "answer to two");

    assertEquals("answer to two", text(req));
    assertThrows(OutOfTurnException.class, req::tryReceive);
  }

  @EveryTransport
  void shouldTakeNoLateReplyWhenRepliesAreHeldBack(Transport transport) {
    long seed = Long.getLong("cero.seed", System.nanoTime());
    Random random = new Random(seed);
    ReqSocket req = context.req(o -> o.relaxed(true).correlated(true).highWaterMark(0));
    RouterSocket router = context.router(o -> o.mandatory(true).highWaterMark(0));
    join(transport, router, req);
    int cycles = cycles(transport);
    List<Message> held = new ArrayList<>();
    int late = 0;
    for (int i = 0; i < cycles; i++) {
      send(req, "question " + i);
      Message asked = receive(router);
      if (random.nextInt(3) == 0) { // it gives up, and asks the next question
        assertEquals(Optional.empty(), req.receive(Duration.ofNanos(random.nextInt(100_000))));
        held.add(asked);
        continue;
      }
      Collections.shuffle(held, random);
      for (int n = random.nextInt(held.size() + 1); n > 0; n--) {
        router.send(held.remove(0));
        late++;
      }
      router.send(asked);
      assertEquals("question " + i, text(req), "seed " + seed);
    }
    assertTrue(late > cycles / 10, late + " late replies, seed " + seed);
  }

  @EveryTransport
  void shouldReceiveTheRightReplyWhenRepliesTakeARandomTime(Transport transport) {
    long seed = Long.getLong("cero.seed", System.nanoTime());
    ReqSocket req = context.req(o -> o.relaxed(true).correlated(true));
    RepSocket rep = context.rep();
    join(transport, rep, req);
    start(
        "slow service",
        () -> {
          Random delays = new Random(seed);
          try {
            while (true) {
              Message question = rep.receive();
              LockSupport.parkNanos(delays.nextInt(200_000));
              rep.send(question);
            }
          } catch (ClosedException end) {
            // The test is over.
          }
        });
    Random timeouts = new Random(seed + 1);
    int cycles = cycles(transport);
    int answered = 0;
    int asked = 0;
    while (answered < cycles) {
      String question = "question " + asked++;
      send(req, question);
      Duration time =
          timeouts.nextInt(4) == 0 ? Duration.ofNanos(timeouts.nextInt(300_000)) : PATIENCE;
      Optional<Message> answer = req.receive(time);
      if (answer.isPresent()) {
        assertEquals(question, answer.get().text(), "seed " + seed);
        answered++;
      }
    }
    rep.close();
  }

  @EveryTransport
  void shouldShowItsNumberWhenCorrelated(Transport transport) {
    ReqSocket req = context.req(o -> o.correlated(true));
    RouterSocket router = context.router();
    join(transport, router, req);
    send(req, "question");
    Message asked = receive(router);

    assertEquals(4, asked.frameCount());
    assertEquals(4, asked.frame(1).size());
    assertEquals(Frame.empty(), asked.frame(2));
    assertEquals("question", asked.text(3));
    router.send(asked.with(1, Frame.of("0000")).withLast("wrong number"));
    router.send(asked.withLast("right number"));
    assertEquals("right number", text(req));
  }

  @EveryTransport
  void shouldShowTheEnvelopeWhenARouterIsAsked(Transport transport) {
    ReqSocket req = context.req(o -> o.routingId(RoutingId.of("asker")));
    RouterSocket router = context.router();
    join(transport, router, req);

    send(req, "A", "B");

    assertEquals(Message.of("asker", "", "A", "B"), receive(router));
    send(router, "asker", "", "reply");
    assertEquals("reply", text(req));
  }

  @EveryTransport
  void shouldDiscardWhatHasNoDelimiter(Transport transport) {
    RepSocket rep = context.rep();
    DealerSocket dealer = context.dealer();
    join(transport, rep, dealer);

    send(dealer, "no delimiter");
    send(dealer, "none", "here either");
    send(dealer, "", "proper");

    assertEquals("proper", text(rep));
    send(rep, "answer");
    assertEquals(Message.of("", "answer"), receive(dealer));
  }

  @EveryTransport
  void shouldDiscardAReplyWhenItHasNoDelimiter(Transport transport) {
    ReqSocket req = context.req(o -> o.routingId(RoutingId.of("asker")));
    RouterSocket router = context.router();
    join(transport, router, req);
    send(req, "question");
    assertEquals(Message.of("asker", "", "question"), receive(router));

    send(router, "asker", "no delimiter");
    send(router, "asker", "none", "here either");
    send(router, "asker", "", "proper");

    assertEquals("proper", text(req));
  }

  @EveryTransport
  void shouldBringTheReplyBackWhateverTheNumberOfAddresses(Transport transport) {
    RepSocket rep = context.rep();
    DealerSocket dealer = context.dealer();
    join(transport, rep, dealer);

    for (int addresses : new int[] {0, 1, 2, 3, 10}) {
      Message.Builder envelope = Message.builder();
      for (int i = 0; i < addresses; i++) {
        envelope.add("hop " + i);
      }
      Message asked = envelope.addEmpty().add("q").add("with two frames").build();
      dealer.send(asked);
      assertEquals(Message.of("q", "with two frames"), receive(rep));
      send(rep, "a");

      assertEquals(asked.withoutLast().withLast("a"), receive(dealer));
    }
  }

  @EveryTransport
  void shouldGoThroughAQueueWhenHopsAreChained(Transport transport) {
    RepSocket rep = context.rep();
    DealerSocket back = context.dealer();
    join(transport, rep, back);
    RouterSocket front = context.router();
    ReqSocket req = context.req();
    join(transport, front, req);

    for (int i = 0; i < 50; i++) {
      send(req, "q" + i);
      back.send(receive(front));
      assertEquals("q" + i, text(rep));
      send(rep, "a" + i);
      front.send(receive(back));
      assertEquals("a" + i, text(req));
    }
  }

  @EveryTransport
  void shouldAnswerTheNextWhenAnAskerHasGone(Transport transport) {
    RepSocket rep = context.rep();
    ReqSocket goes = context.req();
    ReqSocket stays = context.req();
    join(transport, rep, goes, stays);
    sendAndLeave(transport, rep, goes, () -> send(goes, "and gone"));
    assertEquals("and gone", text(rep));
    send(rep, "into the void");

    send(stays, "still here");

    assertEquals("still here", text(rep));
    send(rep, "good");
    assertEquals("good", text(stays));
  }

  @EveryTransport
  void shouldTakeAnswersFromTheOneAskedOnly(Transport transport) {
    ReqSocket req = context.req();
    RouterSocket asked = context.router();
    RouterSocket intruder = context.router();
    String endpoint = req.bind(transport.fresh());
    connect(req, endpoint, asked, RoutingId.of("asker"));
    connect(req, endpoint, intruder, RoutingId.of("asker"));
    send(req, "question");
    assertEquals(Message.of("asker", "", "question"), receive(asked));

    sendAndLeave(transport, req, intruder, () -> send(intruder, "asker", "", "intruder's"));
    assertEquals(java.util.Optional.empty(), req.receive(MOMENT));
    send(asked, "asker", "", "right one's");

    assertEquals("right one's", text(req));
  }

  @Connected
  void shouldAskAgainWhenRelaxedAndTheAnswererWasRestarted(Transport transport) {
    String endpoint = lasting(transport);
    ReqSocket req = context.req(o -> o.relaxed(true).correlated(true));
    RepSocket first = context.rep();
    first.bind(endpoint);
    connect(first, endpoint, req);
    send(req, "one");
    assertEquals("one", text(first));
    try (SocketMonitor monitor = req.monitor()) {
      first.close();
      await(monitor, SocketEvent.Disconnected.class);
    }

    RepSocket second = context.rep();
    second.bind(endpoint);
    send(req, "two");

    assertEquals("two", text(second));
    send(second, "answer");
    assertEquals("answer", text(req));
    assertTrue(req.isWritable());
  }
}
