package io.cero.examples.peering;

import io.cero.Context;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.EventLoop;

/**
 * The guide's peering3: clusters of clients and workers whose brokers are peers and help each other
 * out. {@link PeeringBroker} is the broker.
 */
public final class Peering {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Clusters.demo(
              "peering3",
              "Brokers that peer: tasks go abroad when the workers at home are busy.",
              Peering::run)
          .argument("--clients", 10, "how many clients a cluster has")
          .argument("--workers", 5, "how many workers a cluster has")
          .argument(
              "--pause",
              5_000,
              "a client's time between two bursts of tasks at most, in milliseconds")
          .argument("--burst", 15, "how many tasks are in a burst at most")
          .argument("--work", 1_000, "how long a task takes at most, in milliseconds")
          .picture(
              """
                  clients  REQ           peers  ROUTER          peers  XPUB
                            │                     │                     │
              ┌─────────────▼─────────────────────▼─────────────────────▼───────┐
              │      localfe ROUTER        cloudfe ROUTER           statefe SUB │
              │                                                                 │
              │                    cluster DC1, its broker                      │
              │                                                                 │
              │      localbe ROUTER        cloudbe ROUTER          statebe XPUB │
              └─────────────┬─────────────────────┬─────────────────────┬───────┘
                            │                     │                     │
                  workers  REQ           peers  ROUTER           peers  SUB
              """);

  private Peering() {}

  private static void run(Context context, Arguments arguments, Clusters.View view) {
    try (EventLoop loop = EventLoop.create(context)) {
      new PeeringBroker(context, loop, view.self(), view.peers(), view::say);
      view.startWorkers(context, arguments.number("--workers"), arguments.number("--work"));
      view.startClients(
          context,
          arguments.number("--clients"),
          arguments.number("--burst"),
          arguments.number("--pause"));
      loop.run();
    }
  }
}
