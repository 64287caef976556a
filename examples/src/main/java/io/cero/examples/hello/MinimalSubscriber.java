package io.cero.examples.hello;

import io.cero.Context;
import io.cero.SubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The minimal subscriber. */
public final class MinimalSubscriber {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "subscriber",
              "The minimal subscriber: prints what begins like one of its filters.",
              MinimalSubscriber::run)
          .argument("ENDPOINT", "tcp://localhost:5566", "where the publisher is")
          .arguments("FILTER", "temp, rh, or '' for everything; temp if there is none")
          .picture(MinimalPublisher.DEMO.picture());

  private MinimalSubscriber() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    SubSocket subscriber = context.sub();
    subscriber.connect(arguments.text("ENDPOINT"));
    if (arguments.list("FILTER").isEmpty()) {
      subscriber.subscribe("temp");
    }
    arguments.list("FILTER").forEach(subscriber::subscribe);
    while (true) {
      out.println(subscriber.receiveText());
    }
  }
}
