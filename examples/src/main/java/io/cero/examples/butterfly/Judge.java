package io.cero.examples.butterfly;

import io.cero.Context;
import io.cero.Message;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/**
 * The butterfly's body: an estimate that is certain enough goes on, any other one back to the book.
 */
public final class Judge {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("bfjudge", "The butterfly's body: sends back what is uncertain.", Judge::run)
          .argument("ESTIMATES", "tcp://*:5573", "where it is bound for the pricers")
          .argument("SETTLED", "tcp://*:5574", "where it is bound for the checkers")
          .argument("AGAIN", "tcp://localhost:5572", "where the book takes them back")
          .argument("CONTROL", "tcp://localhost:5576", "where the kill signal is")
          .argument("--error", 5, "the error at which a price is certain, in cents")
          .picture(Butterfly.PICTURE);

  private Judge() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    PullSocket estimates = context.pull();
    out.println("estimates (PULL) bound to " + estimates.bind(arguments.text("ESTIMATES")));
    PushSocket settled = context.push();
    out.println("settled (PUSH) bound to " + settled.bind(arguments.text("SETTLED")));
    PushSocket again = Node.output(context, arguments.text("AGAIN"));
    double most = arguments.number("--error") / 100.0;
    Node.run(
        context,
        arguments.text("CONTROL"),
        estimates,
        input -> {
          Message message = input.receive();
          boolean isCertain = Estimate.parse(message).error() <= most;
          (isCertain ? settled : again).send(message);
        });
  }
}
