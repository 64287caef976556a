package io.cero.examples.balancing;

import io.cero.Context;
import io.cero.Envelope;
import io.cero.Message;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.EventLoop;
import io.cero.toolkit.Watch;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The guide's lbbroker3: {@link EnvelopeBroker} on an event loop, which polls and which calls a
 * handler for each side.
 */
public final class EventLoopBroker {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "lbbroker3",
              "The load-balancing broker as two handlers of an event loop.",
              EventLoopBroker::run)
          .picture(Helloes.PICTURE);

  private final RouterSocket frontend;
  private final RouterSocket backend;
  private final Watch requests;
  private final Deque<RoutingId> idle = new ArrayDeque<>();

  /**
   * Has a loop pass requests to workers and replies to clients.
   *
   * @param frontend where the clients are
   * @param backend where the workers are
   */
  public EventLoopBroker(EventLoop loop, RouterSocket frontend, RouterSocket backend) {
    this.frontend = frontend;
    this.backend = backend;
    loop.onReadable(backend, socket -> fromWorker(Envelope.parse(socket.receive())));
    requests = loop.onReadable(frontend, socket -> fromClient(socket.receive()));
    requests.pause(); // until a worker is idle
  }

  private void fromWorker(Envelope message) {
    idle.add(message.addresses().get(0));
    Message reply = message.body();
    if (Envelope.hasDelimiter(reply)) { // otherwise it is READY
      frontend.send(reply);
    }
    requests.resume();
  }

  private void fromClient(Message request) {
    backend.send(Envelope.to(idle.remove()).withBody(request));
    if (idle.isEmpty()) {
      requests.pause();
    }
  }

  static void run(Context context, Arguments arguments, PrintStream out) {
    Helloes.run(context, out, EventLoopBroker::serve, EnvelopeBroker::work);
  }

  /**
   * Passes requests to workers and replies to clients until the context is closed.
   *
   * @param frontend where the clients are
   * @param backend where the workers are
   */
  public static void serve(Context context, RouterSocket frontend, RouterSocket backend) {
    try (EventLoop loop = EventLoop.create(context)) {
      new EventLoopBroker(loop, frontend, backend);
      loop.run();
    }
  }
}
