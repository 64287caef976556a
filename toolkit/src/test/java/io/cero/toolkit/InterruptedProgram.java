package io.cero.toolkit;

import io.cero.Context;
import io.cero.PullSocket;
import java.util.concurrent.CountDownLatch;

/** A program that waits for a message until a signal ends it; run by {@link SignalsTest}. */
public final class InterruptedProgram {
  private InterruptedProgram() {}

  /**
   * Runs it.
   *
   * @param arguments {@code stubborn} for a clean-up that never ends, {@code disarmed} for signals
   *     that were given back
   */
  public static void main(String[] arguments) {
    String manner = arguments.length > 0 ? arguments[0] : "";
    try (Context context = Context.create()) {
      try (Interrupts interrupts = Interrupts.closing(context)) {
        interrupts.onInterrupt(
            () -> {
              System.out.println("clean-up");
              if (manner.equals("stubborn")) {
                awaitForEver();
              }
            });
        if (!manner.equals("disarmed")) {
          await(context);
        }
      }
      await(context);
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
