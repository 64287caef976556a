package io.cero.examples.pubsub;

import io.cero.Context;
import io.cero.Message;
import io.cero.PubSocket;
import io.cero.RouterSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.EventLoop;
import io.cero.toolkit.Timer;
import java.io.PrintStream;
import java.util.Random;
import java.util.UUID;

/**
 * A publisher that keeps what subscribers may have missed. Each update has a number, and a beat
 * tells the last one while nothing changes; so a subscriber notices a gap, asks for what is missing
 * by a second pair of sockets, and gets the updates, or where they are too many, a snapshot.
 */
public final class HistoryPublisher {
  static final String PICTURE =
      """
                      histpub
             state, last updates, number
              ┌────────┬────────┐
              │  PUB   │ ROUTER │
              └───┬────┴─┬───▲──┘
        tcp *:5563│ bind │   │tcp *:5564
                  │      │   │ "SINCE" run number
          updates,│      │   │
          numbered│      │   │
                  │      │   │
        "UPDATES" or     │   │
        "SNAPSHOT" ────► │   │
                  ▼      ▼   │ connect
              ┌───┴────┬─┴───┴──┐
              │  SUB   │ DEALER │
              └────────┴────────┘
                    histsub
               state up to a number
      """;

  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "histpub",
              "Publishes numbered updates, and keeps what subscribers miss.",
              HistoryPublisher::run)
          .argument("UPDATES", "tcp://*:5563", "where it is bound for updates")
          .argument("REQUESTS", "tcp://*:5564", "where it is bound for who missed some")
          .argument("--history", 100, "how many updates it keeps")
          .argument("--keys", 5, "how many keys have values")
          .argument("--updates", 0, "how many updates there are, 0 for no end")
          .argument("--pause", 500, "how long from one update to the next, in milliseconds")
          .argument("--beat", 1000, "how long from one beat to the next, in milliseconds")
          .picture(PICTURE);

  private final PubSocket updates;
  private final History history;
  private final Random random = new Random();
  private final int keys;
  private final PrintStream out;
  private int left;

  private HistoryPublisher(PubSocket updates, Arguments arguments, PrintStream out) {
    this.updates = updates;
    this.history = new History(UUID.randomUUID().toString(), arguments.number("--history"));
    this.keys = arguments.number("--keys");
    this.left = arguments.number("--updates");
    this.out = out;
  }

  static void run(Context context, Arguments arguments, PrintStream out) {
    PubSocket updates = context.pub();
    out.println("updates (PUB) bound to " + updates.bind(arguments.text("UPDATES")));
    RouterSocket requests = context.router();
    out.println("requests (ROUTER) bound to " + requests.bind(arguments.text("REQUESTS")));
    HistoryPublisher publisher = new HistoryPublisher(updates, arguments, out);
    try (EventLoop loop = EventLoop.create(context)) {
      loop.onReadable(requests, publisher::answer);
      loop.every(arguments.milliseconds("--pause"), publisher::change);
      loop.every(
          arguments.milliseconds("--beat"), timer -> publisher.publish(publisher.history.beat()));
      loop.run();
    }
  }

  private void change(Timer timer) {
    String key = "key-" + random.nextInt(keys);
    Update update = history.change(key, Integer.toString(random.nextInt(100)));
    publish(update);
    out.println(update);
    if (--left == 0) {
      out.println(history);
      timer.cancel();
    }
  }

  private void publish(Update update) {
    updates.send(update.toMessage());
  }

  /** Answers a request of four frames: whose, SINCE, the run and the number that is known. */
  private void answer(RouterSocket requests) {
    Message request = requests.receive();
    Recovery recovery = history.since(request.text(2), Long.parseLong(request.text(3)));
    requests.send(recovery.toMessage().prepend(request.first()));
  }
}
