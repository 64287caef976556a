package io.cero.examples.hello;

import io.cero.Context;
import io.cero.ReqSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The guide's first client: a REQ socket that says Hello ten times. */
public final class HelloClient {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("hwclient", "Says Hello ten times, and waits for each answer.", HelloClient::run)
          .argument("ENDPOINT", "tcp://localhost:5555", "where the server is")
          .argument("--requests", 10, "how often it says Hello")
          .picture(HelloServer.DEMO.picture());

  private HelloClient() {}

  /** Runs until it has its answers; also the client of the queues in between. */
  public static void run(Context context, Arguments arguments, PrintStream out) {
    out.println("Connecting to hello world server…");
    ReqSocket client = context.req();
    client.connect(arguments.text("ENDPOINT"));
    for (int i = 0; i < arguments.number("--requests"); i++) {
      out.println("Sending Hello " + i + "…");
      client.send("Hello");
      out.println("Received " + client.receiveText() + " " + i);
    }
  }
}
