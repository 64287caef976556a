package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.Proxy;
import io.cero.RepSocket;
import io.cero.RouterSocket;
import java.nio.ByteBuffer;

/** The queue device, and the client and the service that stand at every contender's device. */
final class CeroQueue {
  private static final int IN_FLIGHT = 500;
  private static final byte[] DELIMITER = {};

  private CeroQueue() {}

  /** FRONTEND BACKEND: runs until it is killed. */
  static void device(String[] arguments) {
    try (Context context = CeroPrograms.context()) {
      RouterSocket router = context.router();
      DealerSocket dealer = context.dealer();
      Output.ready(router.bind(arguments[0]));
      Output.ready(dealer.bind(arguments[1]));
      Proxy.between(router, dealer).run();
    }
  }

  /** ENDPOINT: answers each request with itself until it is killed. */
  static void service(String[] arguments) {
    ByteBuffer body = ByteBuffer.allocateDirect(1 << 10);
    try (Context context = CeroPrograms.context()) {
      RepSocket rep = context.rep();
      rep.connect(arguments[0]);
      while (true) {
        CeroLatency.answer(rep, body, Integer.MAX_VALUE);
      }
    }
  }

  /**
   * ENDPOINT SIZE COUNT ROUNDS PID: keeps 500 requests in flight. The CPU is the device's, for each
   * message that passes it: a request and its reply are two.
   */
  static void client(String[] arguments) {
    int count = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    Rounds rounds = new Rounds(times, arguments[4]);
    byte[] request = new byte[Integer.parseInt(arguments[1])];
    ByteBuffer reply = ByteBuffer.allocateDirect(1 << 10);
    try (Context context = CeroPrograms.context()) {
      DealerSocket dealer = context.dealer();
      dealer.connect(arguments[0]);
      for (int i = 0; i < IN_FLIGHT; i++) {
        request(dealer, request);
      }
      for (int round = -1; round < times; round++) {
        int replies = round < 0 ? 1 : count;
        for (int i = 0; i < replies; i++) {
          reply.clear();
          dealer.receive(reply);
          dealer.receive(reply);
          request(dealer, request);
        }
        rounds.mark(replies * 2L);
      }
    }
    rounds.print();
  }

  private static void request(DealerSocket dealer, byte[] body) {
    dealer.sendMore(DELIMITER);
    dealer.send(body);
  }
}
