package io.cero.examples.butterfly;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;
import java.util.Locale;

/** The butterfly's second wing: compares each price with what a formula says. */
public final class Checker {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("bfcheck", "The butterfly's second wing: compares with a formula.", Checker::run)
          .argument("SETTLED", "tcp://localhost:5574", "where the judge is")
          .argument("REPORT", "tcp://localhost:5575", "where the report is")
          .argument("CONTROL", "tcp://localhost:5576", "where the kill signal is")
          .picture(Butterfly.PICTURE);

  private Checker() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    PullSocket settled = Node.input(context, arguments.text("SETTLED"));
    PushSocket report = Node.output(context, arguments.text("REPORT"));
    Node.run(
        context,
        arguments.text("CONTROL"),
        settled,
        input -> {
          report.send(line(Estimate.parse(input.receive())));
          out.print(".");
        });
  }

  static String line(Estimate estimate) {
    Option option = estimate.option();
    return String.format(
        Locale.ROOT,
        "%3.0f in %.1f years, %2.0f %%: %5.2f ± %.2f after %2d rounds, %5.2f by the formula",
        option.strike(),
        option.years(),
        option.volatility() * 100,
        estimate.price(),
        estimate.error(),
        estimate.rounds(),
        option.formula());
  }
}
