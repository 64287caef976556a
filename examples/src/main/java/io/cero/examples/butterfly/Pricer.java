package io.cero.examples.butterfly;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The butterfly's first wing: simulates a round for each estimate. */
public final class Pricer {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("bfprice", "The butterfly's first wing: simulates ten thousand paths.", Pricer::run)
          .argument("TASKS", "tcp://localhost:5571", "where the book is")
          .argument("ESTIMATES", "tcp://localhost:5573", "where the judge is")
          .argument("CONTROL", "tcp://localhost:5576", "where the kill signal is")
          .picture(Butterfly.PICTURE);

  private Pricer() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    PullSocket tasks = Node.input(context, arguments.text("TASKS"));
    PushSocket estimates = Node.output(context, arguments.text("ESTIMATES"));
    Node.run(
        context,
        arguments.text("CONTROL"),
        tasks,
        input -> {
          estimates.send(Estimate.parse(input.receive()).refined().toMessage());
          out.print(".");
        });
  }
}
