package io.cero.examples.service;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.Proxy;
import io.cero.RouterSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The guide's message queue: the broker that polled by hand, as a device. */
public final class MessageQueue {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("msgqueue", "A queue between clients and workers, as a device.", MessageQueue::run)
          .argument("FRONTEND", "tcp://*:5559", "where it is bound for clients")
          .argument("BACKEND", "tcp://*:5560", "where it is bound for workers")
          .picture(RequestBroker.PICTURE);

  private MessageQueue() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    RouterSocket frontend = context.router();
    out.println("frontend (ROUTER) bound to " + frontend.bind(arguments.text("FRONTEND")));
    DealerSocket backend = context.dealer();
    out.println("backend (DEALER) bound to " + backend.bind(arguments.text("BACKEND")));
    Proxy.between(frontend, backend).run();
  }
}
