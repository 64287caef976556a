package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;

/** The first message of a fresh JVM, over tcp: says when it is there. */
final class CeroFirst {
  private CeroFirst() {}

  static void run(String[] arguments) {
    try (Context context = Context.create()) {
      PullSocket pull = context.pull();
      PushSocket push = context.push();
      push.connect(pull.bind("tcp://127.0.0.1:*"));
      push.send(new byte[10]);
      pull.receive();
      Output.ready("first");
    }
  }
}
