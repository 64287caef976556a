package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RepSocket;
import io.cero.ReqSocket;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Two threads of one process: SIZE COUNT ROUNDS. */
final class CeroInproc {
  private static final String ENDPOINT = "inproc://bench";

  private CeroInproc() {}

  static void throughput(String[] arguments) throws InterruptedException {
    int size = Integer.parseInt(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    int times = Integer.parseInt(arguments[2]);
    Rounds rounds = new Rounds(times);
    ByteBuffer body = ByteBuffer.allocateDirect(size);
    try (Context context = CeroPrograms.context()) {
      PullSocket pull = context.pull();
      PushSocket push = context.push();
      pull.bind(ENDPOINT);
      push.connect(ENDPOINT);
      Thread sender =
          new Thread(
              () -> {
                byte[] sent = new byte[size];
                CeroThroughput.send(push, sent, 1);
                for (int round = 0; round < times; round++) {
                  CeroThroughput.send(push, sent, count);
                }
              });
      sender.start();
      CeroThroughput.receive(pull, body, 1);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        CeroThroughput.receive(pull, body, count);
        rounds.mark(count);
      }
      sender.join();
    }
    rounds.print();
  }

  static void latency(String[] arguments, Duration busy) throws InterruptedException {
    int size = Integer.parseInt(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    int times = Integer.parseInt(arguments[2]);
    Rounds rounds = new Rounds(times, count);
    try (Context context = CeroPrograms.context()) {
      RepSocket rep = context.rep(options -> options.busyPoll(busy));
      ReqSocket req = context.req(options -> options.busyPoll(busy));
      rep.bind(ENDPOINT);
      req.connect(ENDPOINT);
      Thread echo =
          new Thread(
              () -> CeroLatency.answer(rep, ByteBuffer.allocateDirect(size), count * times + 1));
      echo.start();
      ByteBuffer body = ByteBuffer.allocateDirect(size);
      CeroLatency.ask(req, body, 1, rounds);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        CeroLatency.ask(req, body, count, rounds);
        rounds.mark(count);
      }
      echo.join();
    }
    rounds.print();
  }
}
