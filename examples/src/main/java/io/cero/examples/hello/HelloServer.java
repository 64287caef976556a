package io.cero.examples.hello;

import io.cero.Context;
import io.cero.RepSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The guide's first server: a REP socket that answers each Hello with World. */
public final class HelloServer {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("hwserver", "Answers each Hello with World, after a second's work.", HelloServer::run)
          .argument("ENDPOINT", "tcp://*:5555", "where it is bound")
          .argument("--work", 1000, "how long an answer takes, in milliseconds")
          .picture(
              """
                 hwclient               hwserver
              ┌────────────┐         ┌────────────┐
              │            │  Hello  │            │
              │    REQ     ├────────►│    REP     │
              │            │◄────────┤    bind    │
              │            │  World  │ tcp *:5555 │
              └────────────┘         └────────────┘
              """);

  private HelloServer() {}

  static void run(Context context, Arguments arguments, PrintStream out)
      throws InterruptedException {
    RepSocket server = context.rep();
    out.println("server (REP) bound to " + server.bind(arguments.text("ENDPOINT")));
    while (true) {
      out.println("Received " + server.receiveText());
      Thread.sleep(arguments.number("--work"));
      server.send("World");
    }
  }
}
