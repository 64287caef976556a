package io.cero.examples.butterfly;

import io.cero.Context;
import io.cero.Message;
import io.cero.PubSocket;
import io.cero.PullSocket;
import io.cero.SocketOptions;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;
import java.util.SortedSet;
import java.util.TreeSet;

/** The butterfly's tail: collects the prices, and ends all other nodes. */
public final class Report {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("bfreport", "The butterfly's tail: collects the prices, ends the rest.", Report::run)
          .argument("REPORT", "tcp://*:5575", "where it is bound for the checkers")
          .argument("CONTROL", "tcp://*:5576", "where it is bound for the kill signal")
          .argument("--nodes", 4, "how many nodes there are to be ended")
          .picture(Butterfly.PICTURE);

  private Report() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    PullSocket report = context.pull();
    out.println("report (PULL) bound to " + report.bind(arguments.text("REPORT")));
    PubSocket control = context.pub();
    out.println("control (PUB) bound to " + control.bind(arguments.text("CONTROL")));

    SortedSet<String> lines = new TreeSet<>();
    int options = Integer.MAX_VALUE;
    while (lines.size() < options) {
      Message message = report.receive();
      if (message.frameCount() > 1) { // the book's, and perhaps not the first to come
        options = Integer.parseInt(message.text(1));
      } else {
        lines.add(message.text());
      }
    }
    lines.forEach(out::println);
    control.awaitSubscribers("KILL", arguments.number("--nodes"), SocketOptions.FOREVER);
    control.send("KILL");
  }
}
