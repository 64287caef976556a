package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.nio.ByteBuffer;

/**
 * PUSH to PULL: ENDPOINT SIZE COUNT ROUNDS. One message to begin with, then COUNT for each round.
 */
final class CeroThroughput {
  /** Longer bodies are sent from direct memory, which the kernel can be given as it is. */
  private static final int LONG = 8 << 10;

  private CeroThroughput() {}

  static void pull(String[] arguments) {
    int size = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    Rounds rounds = new Rounds(Integer.parseInt(arguments[3]));
    ByteBuffer body = ByteBuffer.allocateDirect(size);
    try (Context context = CeroPrograms.context()) {
      PullSocket pull = context.pull();
      Output.ready(pull.bind(arguments[0]));
      receive(pull, body, 1);
      rounds.mark(0);
      for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
        receive(pull, body, count);
        rounds.mark(count);
      }
    }
    rounds.print();
  }

  static void receive(PullSocket pull, ByteBuffer body, int count) {
    for (int i = 0; i < count; i++) {
      body.clear();
      int length = pull.receive(body);
      if (length != body.capacity()) {
        throw new IllegalStateException("a message of " + length + " bytes");
      }
    }
  }

  static void pullMessages(String[] arguments) {
    int size = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    Rounds rounds = new Rounds(Integer.parseInt(arguments[3]));
    try (Context context = CeroPrograms.context()) {
      PullSocket pull = context.pull();
      Output.ready(pull.bind(arguments[0]));
      receiveMessages(pull, size, 1);
      rounds.mark(0);
      for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
        receiveMessages(pull, size, count);
        rounds.mark(count);
      }
    }
    rounds.print();
  }

  private static void receiveMessages(PullSocket pull, int size, int count) {
    for (int i = 0; i < count; i++) {
      long length = pull.receive().frame(0).size();
      if (length != size) {
        throw new IllegalStateException("a message of " + length + " bytes");
      }
    }
  }

  static void push(String[] arguments) {
    int size = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    Rounds rounds = new Rounds(Integer.parseInt(arguments[3]));
    byte[] body = new byte[size];
    ByteBuffer direct = ByteBuffer.allocateDirect(size);
    try (Context context = CeroPrograms.context()) {
      PushSocket push = context.push();
      push.connect(arguments[0]);
      push.send(body);
      rounds.mark(0);
      for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
        if (size > LONG) {
          send(push, direct, count);
        } else {
          send(push, body, count);
        }
        rounds.mark(count);
      }
      rounds.print();
      Output.hold();
    }
  }

  static void send(PushSocket push, byte[] body, int count) {
    for (int i = 0; i < count; i++) {
      push.send(body);
    }
  }

  private static void send(PushSocket push, ByteBuffer body, int count) {
    for (int i = 0; i < count; i++) {
      body.clear();
      push.send(body);
    }
  }
}
