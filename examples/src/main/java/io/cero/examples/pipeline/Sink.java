package io.cero.examples.pipeline;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.Clock;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** The guide's task sink: collects a batch of results, and says how long it took. */
public final class Sink {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("tasksink", "Collects a hundred results, and says how long they took.", Sink::run)
          .argument("RESULTS", "tcp://*:5558", "where it is bound for the workers")
          .argument("--tasks", 100, "how many results there are")
          .picture(Ventilator.PICTURE);

  private Sink() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    PullSocket results = context.pull();
    out.println("results (PULL) bound to " + results.bind(arguments.text("RESULTS")));
    collect(results, arguments.number("--tasks"), out);
  }

  /** Collects a batch, from its begin on. */
  static void collect(PullSocket results, int tasks, PrintStream out) {
    results.receive(); // the batch begins
    long start = Clock.system().nanoTime();
    for (int i = 0; i < tasks; i++) {
      results.receive();
      out.print(i % 10 == 0 ? ":" : ".");
    }
    long elapsed = TimeUnit.NANOSECONDS.toMillis(Clock.system().nanoTime() - start);
    out.println();
    out.println("Total elapsed time: " + elapsed + " msec");
  }
}
