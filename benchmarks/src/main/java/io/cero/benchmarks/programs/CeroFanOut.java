package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.PubSocket;
import io.cero.SubSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A publisher and its subscribers: ENDPOINT SUBSCRIBERS PREFIXES COUNT ROUNDS. Ten bytes each. */
final class CeroFanOut {
  private static final int TURN = 100;

  private CeroFanOut() {}

  static byte[] topic(int index, String rest) {
    return String.format("%08d%s", index, rest).getBytes(StandardCharsets.US_ASCII);
  }

  static void publish(String[] arguments) {
    int subscribers = Integer.parseInt(arguments[1]);
    int prefixes = Integer.parseInt(arguments[2]);
    int count = Integer.parseInt(arguments[3]);
    int times = Integer.parseInt(arguments[4]);
    byte[][] bodies = new byte[prefixes][];
    for (int i = 0; i < prefixes; i++) {
      bodies[i] = topic(i, "..");
    }
    try (Context context = CeroPrograms.context()) {
      PubSocket pub = context.pub(options -> options.noDrop(true));
      Output.ready(pub.bind(arguments[0]));
      // Each subscribes to the last topic last.
      String last = String.format("%08d", prefixes - 1);
      if (!pub.awaitSubscribers(last, subscribers, Duration.ofSeconds(90))) {
        throw new IllegalStateException("not all have subscribed");
      }
      int next = 0;
      next = send(pub, bodies, next, 1);
      for (int round = 0; round < times; round++) {
        next = send(pub, bodies, next, count);
      }
      Output.hold();
    }
  }

  private static int send(PubSocket pub, byte[][] bodies, int first, int count) {
    int next = first;
    for (int i = 0; i < count; i++) {
      pub.send(bodies[next]);
      next = next + 1 == bodies.length ? 0 : next + 1;
    }
    return next;
  }

  /** One thread takes a hundred messages from each subscriber in turn. */
  static void subscribe(String[] arguments) {
    int subscribers = Integer.parseInt(arguments[1]);
    int prefixes = Integer.parseInt(arguments[2]);
    int count = Integer.parseInt(arguments[3]);
    int times = Integer.parseInt(arguments[4]);
    Rounds rounds = new Rounds(times);
    ByteBuffer body = ByteBuffer.allocateDirect(10);
    try (Context context = CeroPrograms.context()) {
      SubSocket[] subs = new SubSocket[subscribers];
      for (int s = 0; s < subscribers; s++) {
        subs[s] = context.sub();
        subs[s].connect(arguments[0]);
        for (int i = 0; i < prefixes; i++) {
          subs[s].subscribe(topic(i, ""));
        }
      }
      turn(subs, body, 1);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        for (int done = 0; done < count; done += TURN) {
          turn(subs, body, TURN);
        }
        rounds.mark((long) count * subscribers);
      }
    }
    rounds.print();
  }

  private static void turn(SubSocket[] subs, ByteBuffer body, int count) {
    for (SubSocket sub : subs) {
      for (int i = 0; i < count; i++) {
        body.clear();
        sub.receive(body);
      }
    }
  }
}
