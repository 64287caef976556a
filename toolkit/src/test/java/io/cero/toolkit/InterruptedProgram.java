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
   * @param arguments {@code stubborn} for a clean-up that never ends
   */
  public static void main(String[] arguments) {
    try (Context context = Context.create();
        Interrupts interrupts = Interrupts.closing(context)) {
      interrupts.onInterrupt(
          () -> {
            System.out.println("clean-up");
            if (arguments.length > 0) {
              awaitForEver();
            }
          });
      PullSocket pull = context.pull();
      pull.bind("tcp://127.0.0.1:*");
      System.out.println("ready");
      try {
        pull.receive();
      } finally {
        System.out.println("left");
      }
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
