package io.cero.examples.routing;

import io.cero.Context;
import io.cero.Message;
import io.cero.Receiver;
import io.cero.RoutingId;
import io.cero.Sender;
import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketEvent.HandshakeFailed;
import io.cero.SocketEvent.HandshakeSucceeded;
import io.cero.SocketMonitor;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Connects each of REQ, DEALER, REP and ROUTER with each, and prints what the one hands in and what
 * the other gets, or why they refuse each other.
 */
public final class Combinations {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "combinations",
              "Which request-reply sockets talk to which, with the frames that go in and come out.",
              Combinations::run)
          .picture(
              """
              REQ    ──────► REP, ROUTER             REQ ──✗── REQ, DEALER
              DEALER ──────► REP, ROUTER, DEALER     REP ──✗── REP, ROUTER
              ROUTER ◄─────► ROUTER
              """);

  private static final RoutingId CLIENT = RoutingId.of("CLIENT");
  private static final RoutingId SERVER = RoutingId.of("SERVER");
  private static final Duration LONG = Duration.ofSeconds(30);

  /** One that connects, one that is bound, and what the first is to send. */
  private record Pair(String client, String server, String... request) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("REQ", "REP", "Hello"),
          new Pair("DEALER", "REP", "", "Hello"),
          new Pair("REQ", "ROUTER", "Hello"),
          new Pair("DEALER", "ROUTER", "Hello"),
          new Pair("DEALER", "DEALER", "Hello"),
          new Pair("ROUTER", "ROUTER", "SERVER", "Hello"),
          new Pair("REQ", "REQ"),
          new Pair("REQ", "DEALER"),
          new Pair("REP", "REP"),
          new Pair("REP", "ROUTER"));

  private Combinations() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    for (Pair pair : PAIRS) {
      try (Socket client = socket(context, pair.client(), CLIENT);
          Socket server = socket(context, pair.server(), SERVER);
          SocketMonitor events = client.monitor()) {
        client.connect(server.bind("tcp://127.0.0.1:*"));
        out.printf(
            "%-6s -> %-6s  %s%n",
            pair.client(), pair.server(), outcome(client, server, events, pair));
      }
    }
  }

  private static Socket socket(Context context, String type, RoutingId identity) {
    return switch (type) {
      case "REQ" -> context.req(o -> o.routingId(identity));
      case "REP" -> context.rep();
      case "DEALER" -> context.dealer(o -> o.routingId(identity));
      case "ROUTER" -> context.router(o -> o.routingId(identity).mandatory(true));
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static String outcome(Socket client, Socket server, SocketMonitor events, Pair pair) {
    while (true) {
      SocketEvent event = events.next(LONG).orElseThrow();
      if (event instanceof HandshakeFailed refusal) {
        return "refused: " + refusal.text();
      }
      if (event instanceof HandshakeSucceeded) {
        Message request = Message.of(pair.request());
        ((Sender) client).send(request);
        Message received = ((Receiver) server).receive();
        return "%-28s received as  %s".formatted(inOneLine(request), inOneLine(received));
      }
    }
  }

  private static String inOneLine(Message message) {
    return message.frames().stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}
