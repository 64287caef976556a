package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.cero.Context;
import io.cero.Message;
import io.cero.PubSocket;
import io.cero.PullSocket;
import io.cero.Receiver;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.Sender;
import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.SubSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the suite share: a context, and ways to wait for what happens. */
abstract class Conformance {
  /** Longer than anything takes; only a failing test waits as long. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  final Context context = Context.create(o -> o.linger(Duration.ZERO));
  @TempDir Path directory;
  private int files;
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void closeContext() throws InterruptedException {
    context.close();
    for (Thread thread : threads) {
      thread.join(PATIENCE.toMillis());
      assertTrue(!thread.isAlive(), thread + " does not end with its context");
    }
  }

  /** An endpoint on which nobody listens, and which can be bound again and again. */
  final String lasting(Transport transport) {
    if (transport == Transport.IPC) {
      return "ipc://" + directory.resolve("socket-" + ++files);
    }
    try (PullSocket scout = context.pull()) {
      return scout.bind(transport.fresh());
    }
  }

  /** Starts a thread that must end with the test's context at the latest. */
  final Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return thread;
  }

  /** Binds one socket and connects others to it, one after another, until messages can pass. */
  static String join(Transport transport, Socket binder, Socket... connecters) {
    String endpoint = binder.bind(transport.fresh());
    for (Socket connecter : connecters) {
      connect(binder, endpoint, connecter);
    }
    return endpoint;
  }

  /** Connects a socket to one that is bound, until messages can pass. */
  static void connect(Socket binder, String endpoint, Socket connecter) {
    meet(binder, endpoint, connecter, () -> connecter.connect(endpoint));
  }

  /** The same, under a name that the connecting side chooses for the bound one. */
  static void connect(Socket binder, String endpoint, RouterSocket connecter, RoutingId name) {
    meet(binder, endpoint, connecter, () -> connecter.connect(endpoint, name));
  }

  private static void meet(Socket binder, String endpoint, Socket connecter, Runnable connect) {
    try (SocketMonitor here = binder.monitor();
        SocketMonitor there = connecter.monitor()) {
      connect.run();
      if (!endpoint.startsWith("inproc:")) {
        await(there, SocketEvent.HandshakeSucceeded.class);
        await(here, SocketEvent.HandshakeSucceeded.class);
      }
    }
  }

  /** Waits for an event of a kind; others before it are passed over. */
  static <E extends SocketEvent> E await(SocketMonitor monitor, Class<E> kind) {
    return await(monitor, kind, event -> true);
  }

  /** Waits for an event of a kind that is as it should be; others before it are passed over. */
  static <E extends SocketEvent> E await(
      SocketMonitor monitor, Class<E> kind, Predicate<E> wanted) {
    List<SocketEvent> others = new ArrayList<>();
    while (true) {
      SocketEvent event =
          monitor
              .next(PATIENCE)
              .orElseGet(() -> fail("no " + kind.getSimpleName() + " came, only " + others));
      if (kind.isInstance(event) && wanted.test(kind.cast(event))) {
        return kind.cast(event);
      }
      others.add(event);
    }
  }

  /** Takes the events that are there. */
  static List<SocketEvent> pending(SocketMonitor monitor) {
    List<SocketEvent> events = new ArrayList<>();
    for (Optional<SocketEvent> next = monitor.poll(); next.isPresent(); next = monitor.poll()) {
      events.add(next.get());
    }
    return events;
  }

  /** Receives a message, which must come. */
  static Message receive(Receiver receiver) {
    return receiver.receive(PATIENCE).orElseGet(() -> fail(receiver + " received nothing"));
  }

  /** Receives a message of one frame, which must come. */
  static String text(Receiver receiver) {
    return receive(receiver).text();
  }

  /** Receives so many messages of one frame, which must come. */
  static List<String> texts(Receiver receiver, int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text(receiver));
    }
    return texts;
  }

  /** Sends a message, for which there must be room in time. */
  static void send(Sender sender, String... frames) {
    assertTrue(sender.send(Message.of(frames), PATIENCE), () -> sender + " had no room in time");
  }

  /**
   * Waits until everything that some peers sent is there to be received: each sends, is closed, and
   * the connection's end is told behind its messages.
   */
  static void sendAndLeave(Transport transport, Socket receiver, Socket sender, Runnable messages) {
    sender.linger(PATIENCE);
    try (SocketMonitor monitor = receiver.monitor()) {
      messages.run();
      sender.close();
      if (transport.hasConnections()) {
        await(monitor, SocketEvent.Disconnected.class);
      }
    }
  }

  /** Publishes until a subscriber receives it, so that its subscription has arrived. */
  static void synchronize(PubSocket publisher, SubSocket subscriber, String topic) {
    Duration moment = Duration.ofMillis(2);
    int sent = 0;
    Message last = null;
    do {
      assertTrue(sent < 10_000, "the subscription does not arrive");
      publisher.send(topic + "?" + sent++);
      last = subscriber.receive(moment).orElse(null);
    } while (last == null);
    publisher.send(topic + "!");
    while (!last.text().equals(topic + "!")) {
      last = receive(subscriber);
    }
  }

  /** Sends without waiting until there is no room; returns how many went in. */
  static int fill(Sender sender, byte[] body) {
    int count = 0;
    while (sender.trySend(body)) {
      count++;
      assertTrue(count < 10_000_000, "it never refuses");
    }
    return count;
  }

  /** A message and no other is there, over a transport where arrival is at once. */
  static void assertNothing(Receiver receiver) {
    assertEquals(Optional.empty(), receiver.tryReceive());
  }
}
