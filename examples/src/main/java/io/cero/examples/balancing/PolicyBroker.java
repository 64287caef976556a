package io.cero.examples.balancing;

import io.cero.Context;
import io.cero.Envelope;
import io.cero.Interest;
import io.cero.Message;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.examples.ArgumentException;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.Actor;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * A load-balancing broker whose choice depends on what workers say about themselves: with its READY
 * a worker tells how fast it is. Which worker is next is the order of a queue, and nothing else.
 */
public final class PolicyBroker {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "lbpolicy",
              "A broker that gives work to the fastest idle worker, or to the one that waits longest.",
              PolicyBroker::run)
          .argument("POLICY", "fastest", "whom to choose: fastest or oldest")
          .picture(
              """
                                                      ┌──► REQ  worker  "READY" "10"
              client  REQ ──► ROUTER  broker  ROUTER ─┼──► REQ  worker  "READY" "20"
                                                      └──► REQ  worker  "READY" "30"
              """);

  private static final int WORKERS = 3;
  private static final int REQUESTS = 6;
  private static final String FRONTEND = "inproc://clients";
  private static final String BACKEND = "inproc://workers";

  /** A worker, and how fast it says that it is. */
  record Worker(RoutingId id, int speed) {}

  private PolicyBroker() {}

  static Queue<Worker> policy(String name) {
    return switch (name) {
      case "oldest" -> new ArrayDeque<>();
      case "fastest" -> new PriorityQueue<>(Comparator.comparing(Worker::speed).reversed());
      default -> throw new ArgumentException("POLICY is '" + name + "': give fastest or oldest");
    };
  }

  static void run(Context context, Arguments arguments, PrintStream out) {
    Queue<Worker> idle = policy(arguments.text("POLICY"));
    RouterSocket frontend = context.router();
    RouterSocket backend = context.router();
    frontend.bind(FRONTEND);
    backend.bind(BACKEND);
    for (int i = 1; i <= WORKERS; i++) {
      String speed = Integer.toString(10 * i);
      Actor.start(
          context,
          parent -> {
            parent.ready();
            work(context.req(), speed);
          });
    }
    Actor.start(context, parent -> serve(context, frontend, backend, idle, parent::ready));
    ReqSocket client = context.req();
    client.connect(FRONTEND);
    for (int i = 1; i <= REQUESTS; i++) {
      client.send("HELLO");
      out.println("Request " + i + ": done at speed " + client.receiveText());
    }
  }

  private static void work(ReqSocket worker, String speed) {
    worker.connect(BACKEND);
    worker.send("READY", speed);
    while (true) {
      worker.send(worker.receive().withLast(speed));
    }
  }

  /** Serves until the context is closed; says when all workers are ready. */
  private static void serve(
      Context context,
      RouterSocket frontend,
      RouterSocket backend,
      Queue<Worker> idle,
      Runnable allReady) {
    Map<RoutingId, Worker> workers = new HashMap<>();
    try (Poller poller = context.poller()) {
      PollItem fromWorkers = poller.register(backend, Interest.READ);
      PollItem fromClients = poller.register(frontend);
      while (true) {
        poller.poll();
        if (fromWorkers.isReadable()) {
          Envelope envelope = Envelope.parse(backend.receive());
          RoutingId id = envelope.addresses().get(0);
          Message said = envelope.body();
          if (Envelope.hasDelimiter(said)) {
            frontend.send(said);
          } else { // READY, and how fast
            workers.put(id, new Worker(id, Integer.parseInt(said.text(1))));
          }
          idle.add(workers.get(id));
          if (workers.size() == WORKERS) {
            allReady.run();
          }
        }
        if (fromClients.isReadable()) {
          backend.send(Envelope.to(idle.remove().id()).withBody(frontend.receive()));
        }
        if (idle.isEmpty()) {
          fromClients.interest();
        } else {
          fromClients.interest(Interest.READ);
        }
      }
    }
  }
}
