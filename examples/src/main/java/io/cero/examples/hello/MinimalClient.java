package io.cero.examples.hello;

import io.cero.Context;
import io.cero.ReqSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The minimal request-reply client. */
public final class MinimalClient {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("client", "The minimal client: gives a name, prints the reply.", MinimalClient::run)
          .argument("ENDPOINT", "tcp://localhost:5566", "where the service is")
          .argument("NAME", "World", "whom to greet")
          .picture(MinimalService.DEMO.picture());

  private MinimalClient() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    ReqSocket client = context.req();
    client.connect(arguments.text("ENDPOINT"));
    client.send(arguments.text("NAME"));
    out.println(client.receiveText());
  }
}
