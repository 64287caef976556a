package io.cero.toolkit;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.SocketOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A program that waits for a message until a signal ends it; run by {@link SignalsTest}. */
public final class InterruptedProgram {
  private InterruptedProgram() {}

  /**
   * Runs it.
   *
   * @param arguments {@code stubborn} for a clean-up that never ends, {@code disarmed} for signals
   *     that were given back, {@code deaf} for a program that does not heed the interrupt, while
   *     another thread waits and a message has nobody to go to
   */
  public static void main(String[] arguments) {
    String manner = arguments.length > 0 ? arguments[0] : "";
    boolean deaf = manner.equals("deaf");
    Duration linger = deaf ? Duration.ofMillis(100) : SocketOptions.DEFAULT_LINGER;
    try (Context context = Context.create(o -> o.linger(linger))) {
      try (Interrupts interrupts = Interrupts.closing(context)) {
        interrupts.onInterrupt(
            () -> {
              System.out.println("clean-up");
              if (manner.equals("stubborn")) {
                awaitForEver();
              }
            });
        if (deaf) {
          stayWhateverComes(context);
        }
        if (!manner.equals("disarmed")) {
          await(context);
        }
      }
      await(context);
    }
  }

  private static void stayWhateverComes(Context context) {
    PushSocket push = context.push();
    push.connect("tcp://127.0.0.1:9");
    push.send("to nobody");
    Thread waiting =
        new Thread(
            () -> {
              try (PullSocket pull = context.pull()) {
                pull.bind("tcp://127.0.0.1:*");
                System.out.println("ready");
                pull.receive();
              }
            });
    waiting.start();
    while (true) {
      Thread.onSpinWait();
    }
  }

  private static void await(Context context) {
    PullSocket pull = context.pull();
    pull.bind("tcp://127.0.0.1:*");
    System.out.println("ready");
    try {
      pull.receive();
    } finally {
      System.out.println("left");
    }
  }

  private static void awaitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      System.out.println("interrupted");
    }
  }
}
