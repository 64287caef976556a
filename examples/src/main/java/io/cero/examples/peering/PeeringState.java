package io.cero.examples.peering;

import io.cero.Context;
import io.cero.Message;
import io.cero.PubSocket;
import io.cero.SubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.EventLoop;

/**
 * The guide's peering1: only the flow of states. Each cluster publishes how many of its workers are
 * free, here a number drawn by chance, and hears the same of its peers.
 */
public final class PeeringState {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Clusters.demo(
              "peering1",
              "Brokers that peer, their states only: who has how many free workers.",
              PeeringState::run)
          .argument("--beat", 1_000, "the time between two states, in milliseconds")
          .picture(
              """
              DC1  statebe PUB ──┬──► SUB statefe  DC2
                                 └──► SUB statefe  DC3
              DC1  statefe SUB ◄─┬─── PUB statebe  DC2
                                 └─── PUB statebe  DC3
              """);

  private PeeringState() {}

  private static void run(Context context, Arguments arguments, Clusters.View view) {
    PubSocket statebe = context.pub();
    statebe.bind(view.self().endpoint("state"));
    SubSocket statefe = context.sub();
    statefe.subscribe("");
    view.peers().forEach(peer -> statefe.connect(peer.endpoint("state")));
    try (EventLoop loop = EventLoop.create(context)) {
      loop.onReadable(
          statefe,
          socket -> {
            Message state = socket.receive();
            view.say(state.text(0) + " - " + state.text(1) + " workers free");
          });
      loop.every(
          arguments.milliseconds("--beat"),
          timer -> statebe.send(view.self().name(), Integer.toString(view.random().nextInt(10))));
      loop.run();
    }
  }
}
