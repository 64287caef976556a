package io.cero.examples.pubsub;

import io.cero.Context;
import io.cero.PubSocket;
import io.cero.RepSocket;
import io.cero.SocketOptions;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/**
 * The guide's synchronized publisher: it begins when all its subscribers have said, by a second
 * pair of sockets, that they are there. A subscriber is answered when its subscription has arrived,
 * so nobody has to sleep.
 */
public final class SynchronizedPublisher {
  static final String PICTURE =
      """
                       syncpub
                  ┌───────┬───────┐
                  │  PUB  │  REP  │
                  └───┬───┴───┬───┘
            tcp *:5561│ bind  │tcp *:5562
        (2) "Rhubarb" │       │ (1) ready?
               ┌──────┴┐     ┌┴───────┐
               ▼       ▼     ▲        ▲ connect
               │       │     │        │
           ┌───│───────│─────┘        │
           │   │       └──────────┐   │
         ┌─┴─┬─┴─┐              ┌─┴─┬─┴─┐
         │REQ│SUB│              │SUB│REQ│
         └───┴───┘              └───┴───┘
          syncsub                syncsub
      """;

  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "syncpub",
              "Publishes a million updates when its subscribers are there.",
              SynchronizedPublisher::run)
          .argument("UPDATES", "tcp://*:5561", "where it is bound for updates")
          .argument("READY", "tcp://*:5562", "where it is bound for those who are ready")
          .argument("--subscribers", 10, "how many subscribers it waits for")
          .argument("--updates", 1_000_000, "how many updates there are")
          .picture(PICTURE);

  private SynchronizedPublisher() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    PubSocket publisher = context.pub(options -> options.noDrop(true)); // waits for the slowest
    out.println("updates (PUB) bound to " + publisher.bind(arguments.text("UPDATES")));
    RepSocket ready = context.rep();
    out.println("ready (REP) bound to " + ready.bind(arguments.text("READY")));

    out.println("Waiting for subscribers");
    for (int i = 1; i <= arguments.number("--subscribers"); i++) {
      ready.receive();
      publisher.awaitSubscribers("", i, SocketOptions.FOREVER);
      ready.send("");
    }
    out.println("Broadcasting messages");
    for (int i = 0; i < arguments.number("--updates"); i++) {
      publisher.send("Rhubarb");
    }
    publisher.send("END");
  }
}
