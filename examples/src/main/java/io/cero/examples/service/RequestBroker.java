package io.cero.examples.service;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.Interest;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.RouterSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/**
 * The guide's request-reply broker, a device written by hand: it polls two sockets and passes whole
 * messages, envelopes and all. {@link MessageQueue} is the same in one call.
 */
public final class RequestBroker {
  static final String PICTURE =
      """
        rrclient  rrclient  rrclient
        ┌──────┐  ┌──────┐  ┌──────┐
        │ REQ  │  │ REQ  │  │ REQ  │
        └──┬───┘  └──┬───┘  └──┬───┘
           │         │ connect │
           └─────────┼─────────┘
                     ▼ bind tcp *:5559
               ┌─────┴──────┐
               │   ROUTER   │  fair queueing
               ├────────────┤
               │  rrbroker  │
               │ or msgqueue│
               ├────────────┤
               │   DEALER   │  load balancing
               └─────┬──────┘
                     │ bind tcp *:5560
           ┌─────────┼─────────┐
           ▼         ▼ connect ▼
        ┌──┴───┐  ┌──┴───┐  ┌──┴───┐
        │ REP  │  │ REP  │  │ REP  │
        └──────┘  └──────┘  └──────┘
        rrworker  rrworker  rrworker
      """;

  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("rrbroker", "A queue between clients and workers, by hand.", RequestBroker::run)
          .argument("FRONTEND", "tcp://*:5559", "where it is bound for clients")
          .argument("BACKEND", "tcp://*:5560", "where it is bound for workers")
          .picture(PICTURE);

  private RequestBroker() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    RouterSocket frontend = context.router();
    out.println("frontend (ROUTER) bound to " + frontend.bind(arguments.text("FRONTEND")));
    DealerSocket backend = context.dealer();
    out.println("backend (DEALER) bound to " + backend.bind(arguments.text("BACKEND")));

    Poller poller = context.poller();
    PollItem requests = poller.register(frontend, Interest.READ);
    PollItem replies = poller.register(backend, Interest.READ);
    while (true) {
      poller.poll();
      if (requests.isReadable()) {
        backend.send(frontend.receive());
      }
      if (replies.isReadable()) {
        frontend.send(backend.receive());
      }
    }
  }
}
