package io.cero.examples.butterfly;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.SocketOptions;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The butterfly's head: hands out options to be priced, and those that come again. */
public final class Book {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("bfbook", "The butterfly's head: hands out options to be priced.", Book::run)
          .argument("TASKS", "tcp://*:5571", "where it is bound for the pricers")
          .argument("AGAIN", "tcp://*:5572", "where it is bound for the judge")
          .argument("REPORT", "tcp://localhost:5575", "where the report is")
          .argument("CONTROL", "tcp://localhost:5576", "where the kill signal is")
          .argument("--pricers", 1, "how many pricers it waits for")
          .picture(Butterfly.PICTURE);

  private Book() {}

  /** Twelve options. */
  static List<Option> options() {
    List<Option> options = new ArrayList<>();
    for (double strike : new double[] {80, 90, 100, 110, 120, 130}) {
      options.add(new Option(strike, 0.1, 0.5));
      options.add(new Option(strike, 0.3, 1));
    }
    return options;
  }

  static void run(Context context, Arguments arguments, PrintStream out) {
    PushSocket tasks = context.push();
    out.println("tasks (PUSH) bound to " + tasks.bind(arguments.text("TASKS")));
    PullSocket again = context.pull();
    out.println("again (PULL) bound to " + again.bind(arguments.text("AGAIN")));
    PushSocket report = Node.output(context, arguments.text("REPORT"));
    tasks.awaitPeers(arguments.number("--pricers"), SocketOptions.FOREVER);

    List<Option> options = options();
    report.send("BATCH", Integer.toString(options.size()));
    options.forEach(option -> tasks.send(new Estimate(option).toMessage()));
    Node.run(context, arguments.text("CONTROL"), again, input -> tasks.send(input.receive()));
  }
}
