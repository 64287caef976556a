package io.cero.examples.pipeline;

import io.cero.Context;
import io.cero.PubSocket;
import io.cero.PullSocket;
import io.cero.SocketOptions;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/**
 * The second design of the guide's task sink: when the batch is done, it ends the workers. It waits
 * until all of them listen, where the guide hopes so, and leaves without a sleep: closing sends
 * what is still to be sent.
 */
public final class KillingSink {
  static final String PICTURE =
      """
                taskvent
             ┌────────────┐
             │    PUSH    │
             └─────┬──────┘
                   │ bind tcp *:5557
                 tasks
            ┌──────┴────────┐
            │    ┌──────────┼────┬───────┐
            ▼    ▼ connect  ▼    ▼       │
        ┌───┴──┬─┴──┐   ┌───┴──┬─┴──┐    │
        │ PULL │SUB │   │ PULL │SUB │    │
        ├──────┴────┤   ├──────┴────┤    │
        │ taskwork2 │   │ taskwork2 │    │
        ├───────────┤   ├───────────┤    │
        │   PUSH    │   │   PUSH    │    │
        └─────┬─────┘   └─────┬─────┘    │
              └─────┬─────────┘          │
                 results                 │
                    ▼ bind tcp *:5558    │
             ┌──────┴─────┐              │
             │    PULL    │              │
             ├────────────┤            KILL
             │ tasksink2  │              │
             ├────────────┤              │
             │    PUB     ├──────────────┘
             └────────────┘ bind tcp *:5559
      """;

  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("tasksink2", "Collects a hundred results, then ends the workers.", KillingSink::run)
          .argument("RESULTS", "tcp://*:5558", "where it is bound for results")
          .argument("CONTROL", "tcp://*:5559", "where it is bound for the kill signal")
          .argument("--workers", 1, "how many workers there are to be ended")
          .argument("--tasks", 100, "how many results there are")
          .picture(PICTURE);

  private KillingSink() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    PullSocket results = context.pull();
    out.println("results (PULL) bound to " + results.bind(arguments.text("RESULTS")));
    PubSocket control = context.pub();
    out.println("control (PUB) bound to " + control.bind(arguments.text("CONTROL")));
    Sink.collect(results, arguments.number("--tasks"), out);
    control.awaitSubscribers("KILL", arguments.number("--workers"), SocketOptions.FOREVER);
    control.send("KILL");
  }
}
