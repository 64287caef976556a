package io.cero.examples.async;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.Message;
import io.cero.Proxy;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.Actor;
import io.cero.toolkit.ActorPipe;
import io.cero.toolkit.EventLoop;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The guide's asynchronous client and server: clients send requests whether or not replies have
 * come, and each request gets some replies or none, whenever a worker has got that far.
 *
 * <p>A worker has one request at a time; a client has many, with several workers. No envelope has a
 * delimiter here: a message is the client's identity, which the ROUTER writes and reads, and the
 * request.
 */
public final class AsyncServer {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "asyncsrv",
              "Clients with many requests under way, and a server of five workers.",
              AsyncServer::run)
          .argument("--clients", 3, "how many clients there are")
          .argument("--pace", 1_000, "a client's time between two requests, in milliseconds")
          .argument("--work", 1_000, "how long a reply takes at most, in milliseconds")
          .argument("--time", 5_000, "when it ends, in milliseconds")
          .argument("--seed", 1, "what the number of replies and their times are drawn from")
          .picture(
              """
                                                            ┌──► DEALER  worker 1
              client 1   DEALER ──┐          server         ├──► DEALER  worker 2
              client 2   DEALER ──┼──► ROUTER ◄──► DEALER ──┼──► DEALER  worker 3
              client 3   DEALER ──┘          proxy          ├──► DEALER  worker 4
                                                            └──► DEALER  worker 5
              """);

  private static final int WORKERS = 5;
  private static final String BACKEND = "inproc://backend";

  private AsyncServer() {}

  static void run(Context context, Arguments arguments, PrintStream out)
      throws InterruptedException {
    Random random = new Random(arguments.number("--seed"));
    RouterSocket frontend = context.router();
    String endpoint = frontend.bind("tcp://127.0.0.1:*");
    Actor.start(
        context,
        parent -> {
          parent.ready();
          serve(context, frontend, arguments.number("--work"), arguments.number("--seed"));
        });
    List<Actor> clients = new ArrayList<>();
    for (int i = 0; i < arguments.number("--clients"); i++) {
      String name = "%04X-%04X".formatted(random.nextInt(0x10000), random.nextInt(0x10000));
      Duration pace = arguments.milliseconds("--pace");
      clients.add(Actor.start(context, parent -> ask(parent, endpoint, name, pace, out)));
    }
    Thread.sleep(arguments.number("--time"));
    clients.forEach(Actor::close);
  }

  /** A client: sends in its own rhythm, and prints replies as they come. */
  private static void ask(
      ActorPipe parent, String endpoint, String name, Duration pace, PrintStream out) {
    try (EventLoop loop = EventLoop.create(parent.context());
        DealerSocket client = parent.context().dealer(o -> o.routingId(RoutingId.of(name)))) {
      client.connect(endpoint);
      int[] sent = {0};
      loop.every(pace, timer -> client.send("request #" + ++sent[0]));
      loop.onReadable(client, socket -> out.println(name + " " + socket.receive().last()));
      loop.onReadable(parent.socket(), socket -> loop.stop());
      parent.ready();
      loop.run();
    }
  }

  /**
   * The server: deals requests to its workers, and their replies back, until the context is closed.
   *
   * @param frontend where the clients are
   * @param longest how long a reply takes at most, in milliseconds
   */
  public static void serve(Context context, RouterSocket frontend, int longest, long seed) {
    DealerSocket backend = context.dealer();
    backend.bind(BACKEND);
    for (int i = 0; i < WORKERS; i++) {
      Random random = new Random(seed + i);
      Actor.start(
          context,
          parent -> {
            parent.ready();
            work(context.dealer(), longest, random);
          });
    }
    Proxy.between(frontend, backend).run();
  }

  /** A worker: answers each request up to four times, after a while each. */
  private static void work(DealerSocket worker, int longest, Random random)
      throws InterruptedException {
    worker.connect(BACKEND);
    while (true) {
      Message request = worker.receive(); // the client's identity, and what it wants
      for (int replies = random.nextInt(5); replies > 0; replies--) {
        Thread.sleep(random.nextInt(longest) + 1);
        worker.send(request);
      }
    }
  }
}
