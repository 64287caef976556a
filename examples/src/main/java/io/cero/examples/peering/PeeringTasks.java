package io.cero.examples.peering;

import io.cero.Context;
import io.cero.Envelope;
import io.cero.Message;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.EventLoop;
import io.cero.toolkit.Watch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * The guide's peering2: only the flow of tasks. One in five of a cluster's own tasks goes to a peer
 * by chance, whether or not that has free workers.
 */
public final class PeeringTasks {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Clusters.demo(
              "peering2",
              "Brokers that peer, their tasks only: every fifth goes abroad, by chance.",
              PeeringTasks::run)
          .argument("--clients", 10, "how many clients a cluster has")
          .argument("--workers", 3, "how many workers a cluster has")
          .argument("--pause", 1_000, "a client's time between two tasks at most, in milliseconds")
          .argument("--work", 1, "how long a task takes at most, in milliseconds")
          .picture(
              """
                  clients  REQ                       peers  ROUTER
                            │                                 │
              ┌─────────────▼─────────────────────────────────▼─────────┐
              │      localfe ROUTER                    cloudfe ROUTER   │
              │                                                         │
              │                cluster DC1, its broker                  │
              │                                                         │
              │      localbe ROUTER                    cloudbe ROUTER   │
              └─────────────┬─────────────────────────────────┬─────────┘
                            │                                 │
                  workers  REQ                       peers  ROUTER
              """);

  private static final int ONE_IN = 5;

  private final Random random;
  private final RouterSocket localfe;
  private final RouterSocket localbe;
  private final RouterSocket cloudfe;
  private final RouterSocket cloudbe;
  private final List<Watch> requests;
  private final Deque<RoutingId> idle = new ArrayDeque<>();

  private PeeringTasks(Context context, EventLoop loop, Clusters.View view) {
    random = view.random();
    RoutingId name = RoutingId.of(view.self().name());
    localfe = context.router();
    localbe = context.router();
    cloudfe = context.router(o -> o.routingId(name));
    cloudbe = context.router(o -> o.routingId(name));

    loop.onReadable(localbe, socket -> fromWorker(Envelope.parse(socket.receive())));
    loop.onReadable(cloudbe, socket -> localfe.send(socket.receive().withoutFirst()));
    requests =
        List.of(
            loop.onReadable(cloudfe, socket -> toWorker(socket.receive())),
            loop.onReadable(localfe, socket -> fromClient(socket.receive())));
    requests.forEach(Watch::pause); // until a worker is idle

    localfe.bind(view.self().endpoint("localfe"));
    localbe.bind(view.self().endpoint("localbe"));
    cloudfe.bind(view.self().endpoint("cloud"));
    view.peers().forEach(peer -> cloudbe.connect(peer.endpoint("cloud")));
  }

  /** READY, or a reply: one address is a client's here, two are a peer's and its client's. */
  private void fromWorker(Envelope message) {
    idle.add(message.addresses().get(0));
    requests.forEach(Watch::resume);
    Envelope.tryParse(message.body())
        .ifPresent(reply -> (reply.addresses().size() == 1 ? localfe : cloudfe).send(reply));
  }

  private void fromClient(Message request) {
    List<RoutingId> peers =
        cloudbe.peers().stream().flatMap(peer -> peer.routingId().stream()).toList();
    if (!peers.isEmpty() && random.nextInt(ONE_IN) == 0) {
      cloudbe.send(request.prepend(peers.get(random.nextInt(peers.size()))));
    } else {
      toWorker(request);
    }
  }

  private void toWorker(Message request) {
    localbe.send(Envelope.to(idle.remove()).withBody(request));
    if (idle.isEmpty()) {
      requests.forEach(Watch::pause);
    }
  }

  private static void run(Context context, Arguments arguments, Clusters.View view) {
    try (EventLoop loop = EventLoop.create(context)) {
      new PeeringTasks(context, loop, view);
      view.startWorkers(context, arguments.number("--workers"), arguments.number("--work"));
      view.startClients(context, arguments.number("--clients"), 1, arguments.number("--pause"));
      loop.run();
    }
  }
}
