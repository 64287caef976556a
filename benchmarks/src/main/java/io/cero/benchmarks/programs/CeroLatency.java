package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.RepSocket;
import io.cero.ReqSocket;
import java.nio.ByteBuffer;
import java.time.Duration;

/** REQ and REP: ENDPOINT SIZE COUNT ROUNDS. One round trip to begin with, then COUNT a round. */
final class CeroLatency {
  /** How long to look before sleeping where it spins: longer than any answer takes. */
  static final Duration SPINNING = Duration.ofSeconds(1);

  private CeroLatency() {}

  static void echo(String[] arguments, Duration busy) {
    int count = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    Rounds rounds = new Rounds(times);
    ByteBuffer body = ByteBuffer.allocateDirect(Integer.parseInt(arguments[1]));
    try (Context context = CeroPrograms.context()) {
      RepSocket rep = context.rep(options -> options.busyPoll(busy));
      Output.ready(rep.bind(arguments[0]));
      answer(rep, body, 1);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        answer(rep, body, count);
        rounds.mark(count);
      }
    }
    rounds.print();
  }

  static void answer(RepSocket rep, ByteBuffer body, int count) {
    for (int i = 0; i < count; i++) {
      body.clear();
      rep.receive(body);
      body.flip();
      rep.send(body);
    }
  }

  static void ping(String[] arguments, Duration busy) {
    int count = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    Rounds rounds = new Rounds(times, count);
    ByteBuffer body = ByteBuffer.allocateDirect(Integer.parseInt(arguments[1]));
    try (Context context = CeroPrograms.context()) {
      ReqSocket req = context.req(options -> options.busyPoll(busy));
      req.connect(arguments[0]);
      ask(req, body, 1, rounds);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        ask(req, body, count, rounds);
        rounds.mark(count);
      }
    }
    rounds.print();
  }

  /**
   * ENDPOINT SIZE WARMING FASTER COUNT RATE: one round trip to begin with, WARMING at FASTER a
   * second, a tenth of COUNT at RATE a second, and then COUNT that are measured.
   */
  static void pingPaced(String[] arguments) {
    int warming = Integer.parseInt(arguments[2]);
    int count = Integer.parseInt(arguments[4]);
    int rate = Integer.parseInt(arguments[5]);
    Rounds rounds = Rounds.single(warming, count);
    ByteBuffer body = ByteBuffer.allocateDirect(Integer.parseInt(arguments[1]));
    try (Context context = CeroPrograms.context()) {
      ReqSocket req = context.req();
      req.connect(arguments[0]);
      ask(req, body, 1, rounds);
      askPaced(req, body, warming, new Pace(Integer.parseInt(arguments[3])), rounds);
      askPaced(req, body, count / 10, new Pace(rate), rounds);
      rounds.mark(0);
      askPaced(req, body, count, new Pace(rate), rounds);
      rounds.mark(count);
    }
    rounds.print();
  }

  private static void askPaced(
      ReqSocket req, ByteBuffer body, int count, Pace pace, Rounds rounds) {
    for (int i = 0; i < count; i++) {
      long from = pace.next();
      ask(req, body);
      rounds.roundTrip(i, System.nanoTime() - from);
    }
  }

  private static void ask(ReqSocket req, ByteBuffer body) {
    body.clear();
    req.send(body);
    body.clear();
    req.receive(body);
  }

  static void ask(ReqSocket req, ByteBuffer body, int count, Rounds rounds) {
    long before = System.nanoTime();
    for (int i = 0; i < count; i++) {
      ask(req, body);
      long after = System.nanoTime();
      rounds.roundTrip(i, after - before);
      before = after;
    }
  }
}
