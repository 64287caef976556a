package io.cero.examples.hello;

import io.cero.Context;
import io.cero.PubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The minimal publisher. */
public final class MinimalPublisher {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "publisher",
              "The minimal publisher: temperature and humidity, again and again.",
              MinimalPublisher::run)
          .argument("ENDPOINT", "tcp://*:5566", "where it is bound")
          .argument("--pause", 1000, "how long to wait between rounds, in milliseconds")
          .picture(
              """
                                publisher
                              ┌───────────┐
                              │    PUB    │
                              └─────┬─────┘
                                    │ bind tcp *:5566
                          "temp=33", "rh=60"
                    ┌───────────────┼───────────────┐
                "temp=33"        "rh=60"   "temp=33", "rh=60"
                    ▼               ▼               ▼ connect
              ┌─────┴─────┐   ┌─────┴─────┐   ┌─────┴─────┐
              │ SUB "temp"│   │ SUB "rh"  │   │ SUB ""    │
              └───────────┘   └───────────┘   └───────────┘
               subscriber      subscriber      subscriber
              """);

  private MinimalPublisher() {}

  static void run(Context context, Arguments arguments, PrintStream out)
      throws InterruptedException {
    PubSocket publisher = context.pub();
    out.println("publisher (PUB) bound to " + publisher.bind(arguments.text("ENDPOINT")));
    while (true) {
      publisher.send("temp=33");
      publisher.send("rh=60");
      Thread.sleep(arguments.number("--pause"));
    }
  }
}
