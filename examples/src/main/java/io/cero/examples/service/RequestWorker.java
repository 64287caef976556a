package io.cero.examples.service;

import io.cero.Context;
import io.cero.RepSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The guide's worker behind a queue: a REP server that connects where others bind. */
public final class RequestWorker {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("rrworker", "Answers the requests that a queue hands it.", RequestWorker::run)
          .argument("ENDPOINT", "tcp://localhost:5560", "where the queue's backend is")
          .argument("--work", 1000, "how long an answer takes, in milliseconds")
          .picture(RequestBroker.PICTURE);

  private RequestWorker() {}

  static void run(Context context, Arguments arguments, PrintStream out)
      throws InterruptedException {
    work(context, arguments.text("ENDPOINT"), arguments.number("--work"), out);
  }

  /** Answers requests until it is interrupted, or the context closed. */
  static void work(Context context, String queue, long milliseconds, PrintStream out)
      throws InterruptedException {
    RepSocket worker = context.rep();
    worker.connect(queue);
    while (true) {
      out.println("Received request: [" + worker.receiveText() + "]");
      Thread.sleep(milliseconds);
      worker.send("World");
    }
  }
}
