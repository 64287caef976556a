package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.Message;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.nio.ByteBuffer;

/** One large message: ENDPOINT SIZE. Each side says its peak memory in GiB. */
final class CeroLarge {
  private static final double GIBIBYTE = 1L << 30;

  private CeroLarge() {}

  static void receive(String[] arguments) {
    ByteBuffer body = ByteBuffer.allocateDirect(Integer.parseInt(arguments[1]));
    try (Context context = CeroPrograms.context()) {
      PullSocket pull = context.pull();
      Output.ready(pull.bind(arguments[0]));
      int length = pull.receive(body);
      Output.say("peak", 0, Proc.statusBytes("VmHWM") / GIBIBYTE);
      check(length, arguments[1]);
    }
  }

  static void receiveMessage(String[] arguments) {
    try (Context context = CeroPrograms.context()) {
      PullSocket pull = context.pull();
      Output.ready(pull.bind(arguments[0]));
      Message message = pull.receive();
      Output.say("peak", 0, Proc.statusBytes("VmHWM") / GIBIBYTE);
      check(message.frame(0).size(), arguments[1]);
    }
  }

  private static void check(long length, String expected) {
    if (length != Long.parseLong(expected)) {
      throw new IllegalStateException("a message of " + length + " bytes");
    }
  }

  static void send(String[] arguments) {
    ByteBuffer body = ByteBuffer.allocateDirect(Integer.parseInt(arguments[1]));
    try (Context context = CeroPrograms.context()) {
      PushSocket push = context.push();
      push.connect(arguments[0]);
      push.send(body, () -> {});
    }
    Output.say("peak", 0, Proc.statusBytes("VmHWM") / GIBIBYTE);
  }
}
