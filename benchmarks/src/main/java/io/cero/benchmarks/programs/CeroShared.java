package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.PushSocket;

/**
 * What {@code push} sends, by several threads that share a socket: ENDPOINT SIZE COUNT ROUNDS
 * THREADS.
 */
final class CeroShared {
  private CeroShared() {}

  static void push(String[] arguments) throws InterruptedException {
    int size = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    Thread[] senders = new Thread[Integer.parseInt(arguments[4])];
    if (count % senders.length != 0) {
      throw new IllegalArgumentException(
          "COUNT must be a multiple of THREADS: " + count + ", " + senders.length);
    }
    try (Context context = CeroPrograms.context()) {
      PushSocket push = context.push(options -> options.shared(true));
      push.connect(arguments[0]);
      CeroThroughput.send(push, new byte[size], 1);
      for (int i = 0; i < senders.length; i++) {
        senders[i] = new Thread(() -> send(push, size, count / senders.length, times));
        senders[i].start();
      }
      for (Thread sender : senders) {
        sender.join();
      }
      Output.hold();
    }
  }

  private static void send(PushSocket push, int size, int count, int times) {
    byte[] body = new byte[size];
    for (int round = 0; round < times; round++) {
      CeroThroughput.send(push, body, count);
    }
  }
}
