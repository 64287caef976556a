package io.cero.examples.butterfly;

import io.cero.Context;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.examples.Program;
import io.cero.toolkit.Actor;
import java.io.OutputStream;
import java.io.PrintStream;

/** The whole butterfly in one process: each node in a thread of its own, and inproc in between. */
public final class Butterfly {
  static final String PICTURE =
      """
        ┌───────── not certain yet: again ─────────┐
        ▼                                          │
      ┌─┴──┬──────┐    ┌────┬─────┬────┐    ┌────┬─┴──┬────┐
      │PULL│      │ ┌─►│PULL│price│PUSH├─┐  │    │PUSH│    │
      ├────┘ ┌────┤ │  └────┴─────┴────┘ └─►├────┘    └────┤
      │ book │PUSH├─┤                       │PULL judge    │
      │      └────┤ │  ┌────┬─────┬────┐ ┌─►├────┐    ┌────┤
      └─────┬─────┘ └─►│PULL│price│PUSH├─┘  │    │    │PUSH├─┐
        how many       └────┴─────┴────┘    └────┴────┴────┘ │
            │                                        certain │
            │          ┌────┬─────┬────┐                     │
            │       ┌──┤PUSH│check│PULL│◄────────────────────┤
            ▼       ▼  └────┴─────┴────┘                     │
      ┌─────┴───────┴┐ ┌────┬─────┬────┐                     │
      │     PULL     │◄┤PUSH│check│PULL│◄────────────────────┘
      ├──────────────┤ └────┴─────┴────┘
      │    report    │
      ├──────────────┤
      │     PUB      ├───► KILL to all the others (SUB)
      └──────────────┘
      """;

  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "butterfly",
              "Prices options by simulation, in a pipeline with a loop, in one process.",
              Butterfly::run)
          .argument("--pricers", 3, "how many threads simulate")
          .argument("--checkers", 2, "how many threads compare")
          .picture(PICTURE);

  private Butterfly() {}

  static void run(Context context, Arguments arguments, PrintStream out) throws Exception {
    int pricers = arguments.number("--pricers");
    int checkers = arguments.number("--checkers");
    Arguments book = inproc(Book.DEMO).with("--pricers", Integer.toString(pricers));
    start(context, 1, Book::run, book);
    start(context, pricers, Pricer::run, inproc(Pricer.DEMO));
    start(context, 1, Judge::run, inproc(Judge.DEMO));
    start(context, checkers, Checker::run, inproc(Checker.DEMO));
    int nodes = 1 + pricers + 1 + checkers;
    Report.run(context, inproc(Report.DEMO).with("--nodes", Integer.toString(nodes)), out);
  }

  /**
   * A node's arguments, with endpoints of this process: what is bound and connected is called
   * alike.
   */
  private static Arguments inproc(Demo demo) {
    Arguments arguments = demo.arguments();
    for (var parameter : demo.parameters()) {
      if (!parameter.isOption()) {
        arguments = arguments.with(parameter.name(), "inproc://" + parameter.name());
      }
    }
    return arguments;
  }

  private static void start(Context context, int count, Program node, Arguments arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    for (int i = 0; i < count; i++) {
      Actor.start(
          context,
          parent -> {
            parent.ready();
            node.run(context, arguments, nowhere);
          });
    }
  }
}
