package io.cero.examples.pubsub;

import io.cero.Context;
import io.cero.ReqSocket;
import io.cero.SubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The guide's synchronized subscriber: says that it is ready, and then misses nothing. */
public final class SynchronizedSubscriber {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "syncsub",
              "Says that it is ready, and counts the updates.",
              SynchronizedSubscriber::run)
          .argument("UPDATES", "tcp://localhost:5561", "where the publisher's updates are")
          .argument("READY", "tcp://localhost:5562", "where to say that it is ready")
          .picture(SynchronizedPublisher.PICTURE);

  private SynchronizedSubscriber() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    SubSocket subscriber = context.sub();
    subscriber.subscribe("");
    subscriber.connect(arguments.text("UPDATES"));
    ReqSocket ready = context.req();
    ready.connect(arguments.text("READY"));
    ready.send("");
    ready.receive();

    int updates = 0;
    while (!subscriber.receiveText().equals("END")) {
      updates++;
    }
    out.println("Received " + updates + " updates");
  }
}
