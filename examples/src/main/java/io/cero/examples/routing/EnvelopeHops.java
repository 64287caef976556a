package io.cero.examples.routing;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.Message;
import io.cero.RepSocket;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a request through some proxies to a service and the reply back, and prints the frames at
 * each hop: REQ puts the delimiter in front, each ROUTER an address, and REP takes all of it off;
 * on the way back REP puts it on again, each ROUTER takes an address off, and REQ the delimiter.
 */
public final class EnvelopeHops {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "envelopes",
              "What each socket on the way does to a request's envelope and to its reply's.",
              EnvelopeHops::run)
          .argument("--proxies", 1, "how many proxies are on the way")
          .picture(
              """
              client  REQ ──► ROUTER  proxy 1  DEALER ──► … ──► REP  service
              """);

  /** A ROUTER for what comes before it, a DEALER for what comes behind. */
  private record Proxy(String name, RouterSocket router, DealerSocket dealer) {}

  private EnvelopeHops() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    int count = arguments.number("--proxies");
    ReqSocket client = context.req(o -> o.routingId(RoutingId.of("CLIENT")));
    List<Proxy> proxies = new ArrayList<>();
    RepSocket service = context.rep();
    service.bind("inproc://service");
    for (int i = 1; i <= count; i++) {
      String name = "PROXY" + i;
      RouterSocket router = context.router();
      router.bind("inproc://" + name);
      DealerSocket dealer = context.dealer(o -> o.routingId(RoutingId.of(name)));
      proxies.add(new Proxy(name, router, dealer));
    }
    client.connect("inproc://PROXY1");
    for (int i = 0; i < count; i++) {
      boolean isLast = i == count - 1;
      proxies.get(i).dealer().connect(isLast ? "inproc://service" : "inproc://PROXY" + (i + 2));
    }

    show(out, "The client gives its REQ", Message.of("Hello"));
    client.send("Hello");
    for (Proxy proxy : proxies) {
      Message request = proxy.router().receive();
      show(out, proxy.name() + "'s ROUTER gives, and its DEALER takes", request);
      proxy.dealer().send(request);
    }
    show(out, "The service's REP gives", service.receive());
    show(out, "The service gives its REP", Message.of("World"));
    service.send("World");
    for (int i = count - 1; i >= 0; i--) {
      Proxy proxy = proxies.get(i);
      Message reply = proxy.dealer().receive();
      show(out, proxy.name() + "'s DEALER gives, and its ROUTER takes", reply);
      proxy.router().send(reply);
    }
    show(out, "The client's REQ gives", client.receive());
  }

  private static void show(PrintStream out, String where, Message message) {
    out.println(where + ":");
    out.println(message.toString().indent(4).stripTrailing());
  }
}
