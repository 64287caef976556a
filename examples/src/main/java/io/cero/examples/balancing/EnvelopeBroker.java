package io.cero.examples.balancing;

import io.cero.Context;
import io.cero.Envelope;
import io.cero.Interest;
import io.cero.Message;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The guide's lbbroker2: {@link LoadBalancingBroker} with whole messages and envelopes in place of
 * frames. A message of any number of addresses and frames passes.
 */
public final class EnvelopeBroker {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "lbbroker2",
              "The load-balancing broker with whole messages and their envelopes.",
              EnvelopeBroker::run)
          .picture(Helloes.PICTURE);

  private EnvelopeBroker() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    Helloes.run(context, out, EnvelopeBroker::serve, EnvelopeBroker::work);
  }

  /** Says OK to every request, in the envelope that it came in. */
  static void work(ReqSocket worker, PrintStream out) {
    worker.send("READY");
    while (true) {
      Message request = worker.receive();
      out.println("Worker: " + request.last().text());
      worker.send(request.withLast("OK"));
    }
  }

  /**
   * Passes requests to workers and replies to clients until the context is closed.
   *
   * @param frontend where the clients are
   * @param backend where the workers are
   */
  public static void serve(Context context, RouterSocket frontend, RouterSocket backend) {
    Deque<RoutingId> idle = new ArrayDeque<>();
    try (Poller poller = context.poller()) {
      PollItem workers = poller.register(backend, Interest.READ);
      PollItem clients = poller.register(frontend); // only while a worker is idle
      while (true) {
        poller.poll();
        if (workers.isReadable()) {
          Envelope fromWorker = Envelope.parse(backend.receive());
          idle.add(fromWorker.addresses().get(0));
          Message reply = fromWorker.body();
          if (Envelope.hasDelimiter(reply)) { // otherwise it is READY
            frontend.send(reply);
          }
          clients.interest(Interest.READ);
        }
        if (clients.isReadable()) {
          backend.send(Envelope.to(idle.remove()).withBody(frontend.receive()));
          if (idle.isEmpty()) {
            clients.interest();
          }
        }
      }
    }
  }
}
