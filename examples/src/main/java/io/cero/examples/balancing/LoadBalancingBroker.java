package io.cero.examples.balancing;

import io.cero.Context;
import io.cero.Interest;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The guide's load-balancing broker, with nothing but sockets: every frame of every envelope is
 * received and sent by hand. {@link EnvelopeBroker} is the same in a few lines.
 *
 * <p>Clients and workers are all REQ sockets. A worker begins by asking for work: it sends READY.
 * From then on each of its requests is the reply to the client it served, and asks for the next
 * one. The broker gives a request to the worker that has waited longest, and takes none while no
 * worker waits.
 */
public final class LoadBalancingBroker {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "lbbroker",
              "The load-balancing broker frame by frame: ten clients, three workers, two ROUTERs.",
              LoadBalancingBroker::run)
          .picture(Helloes.PICTURE);

  private LoadBalancingBroker() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    Helloes.run(context, out, LoadBalancingBroker::serve, LoadBalancingBroker::work);
  }

  /** Says OK to every request, in the envelope that it came in. */
  private static void work(ReqSocket worker, PrintStream out) {
    worker.send("READY");
    while (true) {
      byte[] client = worker.receiveFrame();
      worker.receiveFrame(); // the delimiter
      out.println("Worker: " + worker.receiveFrameText());
      worker.sendMore(client);
      worker.sendMore("");
      worker.send("OK");
    }
  }

  /**
   * Passes requests to workers and replies to clients until the context is closed.
   *
   * @param frontend where the clients are
   * @param backend where the workers are
   */
  public static void serve(Context context, RouterSocket frontend, RouterSocket backend) {
    Deque<byte[]> idle = new ArrayDeque<>();
    try (Poller poller = context.poller()) {
      PollItem workers = poller.register(backend, Interest.READ);
      PollItem clients = poller.register(frontend); // only while a worker is idle
      while (true) {
        poller.poll();
        if (workers.isReadable()) {
          idle.add(backend.receiveFrame());
          backend.receiveFrame(); // the delimiter
          byte[] client = backend.receiveFrame(); // or READY, and nothing behind it
          if (backend.hasMore()) {
            backend.receiveFrame(); // the delimiter
            byte[] reply = backend.receiveFrame();
            frontend.sendMore(client);
            frontend.sendMore("");
            frontend.send(reply);
          }
          clients.interest(Interest.READ);
        }
        if (clients.isReadable()) {
          byte[] client = frontend.receiveFrame();
          frontend.receiveFrame(); // the delimiter
          byte[] request = frontend.receiveFrame();
          backend.sendMore(idle.remove());
          backend.sendMore("");
          backend.sendMore(client);
          backend.sendMore("");
          backend.send(request);
          if (idle.isEmpty()) {
            clients.interest();
          }
        }
      }
    }
  }
}
