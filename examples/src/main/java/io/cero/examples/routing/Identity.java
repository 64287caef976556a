package io.cero.examples.routing;

import io.cero.Context;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/**
 * The guide's identity: what a ROUTER calls its peers, one that says nothing about itself and one
 * that has chosen a name.
 */
public final class Identity {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "identity",
              "What a ROUTER receives from a peer without an identity, and from one that has chosen"
                  + " its own.",
              Identity::run)
          .picture(
              """
              REQ, says nothing ──────┐
                                      ├──► ROUTER, prints the frames
              REQ, called PEER2 ──────┘
              """);

  private static final String ENDPOINT = "inproc://example";

  private Identity() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    RouterSocket sink = context.router();
    sink.bind(ENDPOINT);

    ReqSocket anonymous = context.req();
    anonymous.connect(ENDPOINT);
    anonymous.send("ROUTER uses a generated UUID");
    dump(sink, out);

    ReqSocket identified = context.req(o -> o.routingId(RoutingId.of("PEER2")));
    identified.connect(ENDPOINT);
    identified.send("ROUTER uses REQ's socket identity");
    dump(sink, out);
  }

  private static void dump(RouterSocket sink, PrintStream out) {
    out.println("-".repeat(40));
    out.println(sink.receive());
  }
}
