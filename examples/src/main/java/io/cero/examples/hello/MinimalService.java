package io.cero.examples.hello;

import io.cero.Context;
import io.cero.RepSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The minimal request-reply service. */
public final class MinimalService {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("service", "The minimal service: greets whoever gives a name.", MinimalService::run)
          .argument("ENDPOINT", "tcp://*:5566", "where it is bound")
          .picture(
              """
                client      client      client
              ┌────────┐  ┌────────┐  ┌────────┐
              │  REQ   │  │  REQ   │  │  REQ   │
              └───┬────┘  └───┬────┘  └───┬────┘
                  │ connect   │           │
                  └───────────┼───────────┘
                              ▼ bind tcp *:5566
                          ┌───┴────┐
                          │  REP   │
                          └────────┘
                           service
              """);

  private MinimalService() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    RepSocket service = context.rep();
    out.println("service (REP) bound to " + service.bind(arguments.text("ENDPOINT")));
    while (true) {
      String name = service.receiveText();
      service.send("Hello " + name);
    }
  }
}
