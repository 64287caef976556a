package io.cero.examples.balancing;

import io.cero.Context;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.toolkit.Actor;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What is around each of the load-balancing brokers: ten clients that say HELLO, three workers. */
final class Helloes {
  /** How their sockets hang together. */
  static final String PICTURE =
      """
      client 1   REQ ──┐                             ┌──► REQ  worker 1
        …        REQ ──┼──► ROUTER  broker  ROUTER ──┼──► REQ  worker 2
      client 10  REQ ──┘                             └──► REQ  worker 3
      """;

  private static final int CLIENTS = 10;
  private static final int WORKERS = 3;
  private static final int REQUESTS_EACH = 3;
  private static final String FRONTEND = "inproc://clients";
  private static final String BACKEND = "inproc://workers";

  /** Serves clients and workers until the context is closed. */
  @FunctionalInterface
  interface Broker {
    void serve(Context context, RouterSocket frontend, RouterSocket backend);
  }

  /** Works until the context is closed. */
  @FunctionalInterface
  interface Worker {
    void work(ReqSocket socket, PrintStream out);
  }

  private Helloes() {}

  /** Runs it all until every client has its replies. */
  static void run(Context context, PrintStream out, Broker broker, Worker worker) {
    RouterSocket frontend = context.router();
    RouterSocket backend = context.router();
    frontend.bind(FRONTEND);
    backend.bind(BACKEND);
    Actor.start(
        context,
        parent -> {
          parent.ready();
          broker.serve(context, frontend, backend);
        });
    for (int i = 0; i < WORKERS; i++) {
      Actor.start(
          context,
          parent -> {
            parent.ready();
            ReqSocket socket = context.req();
            socket.connect(BACKEND);
            worker.work(socket, out);
          });
    }
    List<Actor> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          Actor.start(
              context,
              parent -> {
                parent.ready();
                ReqSocket socket = context.req();
                socket.connect(FRONTEND);
                for (int request = 0; request < REQUESTS_EACH; request++) {
                  socket.send("HELLO");
                  out.println("Client: " + socket.receiveText());
                }
                parent.send("done");
              }));
    }
    clients.forEach(Actor::receive);
  }
}
