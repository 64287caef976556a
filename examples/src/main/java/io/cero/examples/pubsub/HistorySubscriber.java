package io.cero.examples.pubsub;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.SubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.EventLoop;
import io.cero.toolkit.Timer;
import java.io.PrintStream;

/** A subscriber that has everything its publisher has, however late it came, whatever it missed. */
public final class HistorySubscriber {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "histsub",
              "Follows a publisher, and asks for what it has missed.",
              HistorySubscriber::start)
          .argument("UPDATES", "tcp://localhost:5563", "where the publisher's updates are")
          .argument("REQUESTS", "tcp://localhost:5564", "where to ask for what is missing")
          .argument("--until", 0, "the number of the update with which to end, 0 for none")
          .argument("--patience", 2000, "after how many milliseconds to ask again")
          .picture(HistoryPublisher.PICTURE);

  private static final int MOST_AHEAD = 1000;

  private final SubSocket updates;
  private final DealerSocket requests;
  private final EventLoop loop;
  private final Timer patience;
  private final Replica replica = new Replica(MOST_AHEAD);
  private final int until;
  private final PrintStream out;
  private boolean isWaiting;

  private HistorySubscriber(Context context, EventLoop loop, Arguments arguments, PrintStream out) {
    this.updates = context.sub();
    this.requests = context.dealer();
    this.loop = loop;
    this.until = arguments.number("--until");
    this.out = out;
    updates.subscribe("");
    updates.connect(arguments.text("UPDATES"));
    requests.connect(arguments.text("REQUESTS"));
    loop.onReadable(updates, socket -> take(Update.parse(socket.receive())));
    loop.onReadable(requests, socket -> take(Recovery.parse(socket.receive())));
    patience = loop.after(arguments.milliseconds("--patience"), timer -> ask());
  }

  static void start(Context context, Arguments arguments, PrintStream out) {
    try (EventLoop loop = EventLoop.create(context)) {
      new HistorySubscriber(context, loop, arguments, out).ask();
      loop.run();
    }
  }

  private void ask() {
    isWaiting = true;
    patience.restart();
    requests.send("SINCE", replica.run(), Long.toString(replica.number()));
  }

  private void take(Update update) {
    long before = replica.number();
    boolean isComplete = replica.take(update);
    if (replica.number() > before) {
      out.println(update);
    }
    carryOn(isComplete || isWaiting);
  }

  private void take(Recovery recovery) {
    isWaiting = false;
    patience.cancel();
    boolean isComplete = replica.take(recovery);
    out.println(
        recovery.kind() + " of " + recovery.changes().size() + ", up to " + replica.number());
    carryOn(isComplete);
  }

  private void carryOn(boolean mayGoOn) {
    if (!mayGoOn) {
      ask();
    }
    if (until > 0 && replica.number() >= until) {
      out.println(replica);
      loop.stop();
    }
  }
}
