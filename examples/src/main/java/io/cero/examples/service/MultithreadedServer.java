package io.cero.examples.service;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.Proxy;
import io.cero.RouterSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.Actor;
import java.io.PrintStream;

/**
 * The guide's multithreaded service: a queue device inside a process, and worker threads behind it.
 * The workers are servers like any other; only their transport is inproc. Nothing is shared but the
 * context.
 */
public final class MultithreadedServer {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "mtserver",
              "Answers Hello with World, with five worker threads.",
              MultithreadedServer::run)
          .argument("ENDPOINT", "tcp://*:5555", "where it is bound")
          .argument("--workers", 5, "how many threads work")
          .argument("--work", 1000, "how long an answer takes, in milliseconds")
          .picture(
              """
                   hwclient
                ┌────────────┐
                │    REQ     │
                └───┬────────┘
                    │    ▲
                 "Hello" │
                    │ "World"
                    ▼    │ bind tcp *:5555
                ┌────────┴───┐
                │   ROUTER   │
                ├────────────┤
                │  mtserver  │
                │   queue    │
                ├────────────┤
                │   DEALER   │
                └─────┬──────┘
                      │ bind inproc://workers
                ┌─────┼─────┐
                ▼     ▼     ▼ connect
              ┌─┴─┐ ┌─┴─┐ ┌─┴─┐
              │REP│ │REP│ │REP│
              └───┘ └───┘ └───┘
               threads, 5 of them
              """);

  private static final String WORKERS = "inproc://workers";

  private MultithreadedServer() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    RouterSocket clients = context.router();
    out.println("clients (ROUTER) bound to " + clients.bind(arguments.text("ENDPOINT")));
    DealerSocket workers = context.dealer();
    workers.bind(WORKERS);
    for (int i = 0; i < arguments.number("--workers"); i++) {
      Actor.start(
          context,
          parent -> {
            parent.ready();
            RequestWorker.work(context, WORKERS, arguments.number("--work"), out);
          });
    }
    Proxy.between(clients, workers).run();
  }
}
