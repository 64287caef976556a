package io.cero.examples;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.Envelope;
import io.cero.Interest;
import io.cero.Message;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The guide's load-balancing broker: clients and workers are all REQ sockets, and the broker gives
 * each request to the worker that has waited longest.
 *
 * <p>A worker begins by asking for work: it sends READY. From then on each of its requests is the
 * reply to the client it served, and asks for the next one.
 */
public final class LoadBalancingBroker {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "lbbroker",
              "The load-balancing broker: ten clients, three workers, two ROUTER sockets.",
              LoadBalancingBroker::run)
          .picture(
              """
              client (REQ) ──┐                          ┌── worker (REQ)
              client (REQ) ──┼─ ROUTER  broker  ROUTER ─┼── worker (REQ)
              client (REQ) ──┘                          └── worker (REQ)
              """);

  private static final int CLIENTS = 10;
  private static final int WORKERS = 3;
  private static final int REQUESTS_EACH = 3;

  private static final String FRONTEND = "inproc://clients";
  private static final String BACKEND = "inproc://workers";
  private static final String READY = "READY";

  private LoadBalancingBroker() {}

  static void run(Context context, Arguments arguments, PrintStream out)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    try (context) {
      RouterSocket frontend = context.router();
      RouterSocket backend = context.router();
      frontend.bind(FRONTEND);
      backend.bind(BACKEND);
      for (int i = 1; i <= CLIENTS; i++) {
        ReqSocket socket = context.req();
        threads.add(start("client-" + i, () -> client(socket, out)));
      }
      for (int i = 1; i <= WORKERS; i++) {
        ReqSocket socket = context.req();
        threads.add(start("worker-" + i, () -> worker(socket, out)));
      }
      broker(context, frontend, backend);
      for (Thread client : threads.subList(0, CLIENTS)) {
        client.join();
      }
    } // closing the context ends the workers, which wait for more
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static Thread start(String name, Runnable body) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (ClosedException ended) {
                // the broker is done, so this one is too
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void client(ReqSocket socket, PrintStream out) {
    socket.connect(FRONTEND);
    for (int i = 0; i < REQUESTS_EACH; i++) {
      socket.send("HELLO");
      out.println("Client: " + socket.receiveText());
    }
  }

  private static void worker(ReqSocket socket, PrintStream out) {
    socket.connect(BACKEND);
    socket.send(READY);
    while (true) {
      Envelope request = Envelope.parse(socket.receive());
      out.println("Worker: " + request.body().text());
      socket.send(request.withBody(Message.of("OK")).toMessage());
    }
  }

  private static void broker(Context context, RouterSocket frontend, RouterSocket backend) {
    Deque<RoutingId> idle = new ArrayDeque<>();
    int unserved = CLIENTS * REQUESTS_EACH;
    try (Poller poller = context.poller()) {
      PollItem clients = poller.register(frontend); // only while a worker is idle
      PollItem workers = poller.register(backend, Interest.READ);
      while (unserved > 0) {
        poller.poll();
        if (workers.isReadable()) {
          Envelope fromWorker = Envelope.parse(backend.receive());
          idle.add(fromWorker.addresses().get(0));
          Message reply = fromWorker.body();
          if (Envelope.hasDelimiter(reply)) { // otherwise it is READY
            frontend.send(reply);
            unserved--;
          }
          clients.interest(Interest.READ);
        }
        if (clients.isReadable()) {
          Message request = frontend.receive();
          backend.send(Envelope.to(idle.remove()).withBody(request).toMessage());
          if (idle.isEmpty()) {
            clients.interest();
          }
        }
      }
    }
  }
}
