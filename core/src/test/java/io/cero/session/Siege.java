package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.DisconnectReason;
import io.cero.HandshakeFailure;
import io.cero.Message;
import io.cero.PullOptions;
import io.cero.PullSocket;
import io.cero.PushOptions;
import io.cero.PushSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A PULL socket of ours that listens, and an honest PUSH beside whom others attack it.
 *
 * <p>For one thread.
 */
final class Siege implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final Context context;
  final PullSocket pull;
  final PushSocket honest;
  final SocketMonitor monitor;
  final String endpoint;

  /** What others than the honest one brought. */
  final List<Message> strangers = new ArrayList<>();

  private final String threads = "siege-" + NUMBER.incrementAndGet();
  private final FaultLog faults = FaultLog.open();
  private final List<SocketEvent> seen = new ArrayList<>();
  private int exchanges;

  Siege() {
    this(o -> {});
  }

  Siege(Consumer<PullOptions> settings) {
    this(settings, o -> {});
  }

  Siege(Consumer<PullOptions> settings, Consumer<PushOptions> honestly) {
    context = Context.create(o -> o.threadNamePrefix(threads).linger(Duration.ZERO));
    pull = context.pull(settings);
    monitor = pull.monitor();
    endpoint = pull.bind("tcp://127.0.0.1:*");
    honest = context.push(honestly);
    honest.connect(endpoint);
    exchange();
  }

  RawClient attacker() {
    return RawClient.connect(endpoint);
  }

  /** An attacker whose handshake was honest. */
  RawClient established() {
    RawClient attacker = attacker().handshake("PUSH");
    event(e -> e instanceof SocketEvent.HandshakeSucceeded && isFrom(e, attacker));
    return attacker;
  }

  /** A message from the honest one arrives, whatever else does. */
  void exchange() {
    String token = "honest " + ++exchanges;
    honest.send(token);
    while (true) {
      Message message = receive();
      if (message.frameCount() == 1 && message.text().equals(token)) {
        return;
      }
      strangers.add(message);
    }
  }

  /** The next message of anybody. */
  Message receive() {
    return pull.receive(DEADLINE).orElseThrow(() -> new AssertionError("nothing comes any more"));
  }

  /** Waits for an event; those before it are kept for later calls. */
  SocketEvent event(Predicate<SocketEvent> wanted) {
    for (int i = 0; i < seen.size(); i++) {
      if (wanted.test(seen.get(i))) {
        return seen.remove(i);
      }
    }
    while (true) {
      SocketEvent event =
          monitor
              .next(DEADLINE)
              .orElseThrow(() -> new AssertionError("no such event, but " + seen));
      if (wanted.test(event)) {
        return event;
      }
      seen.add(event);
    }
  }

  private static boolean isFrom(SocketEvent event, RawClient client) {
    return event.address().equals(client.address());
  }

  /** How the connection of an attacker ended. */
  SocketEvent end(RawClient attacker) {
    return event(
        e ->
            isFrom(e, attacker)
                && (e instanceof SocketEvent.HandshakeFailed
                    || e instanceof SocketEvent.Disconnected));
  }

  SocketEvent.HandshakeFailed failed(RawClient attacker, HandshakeFailure reason) {
    SocketEvent event = end(attacker);
    if (event instanceof SocketEvent.HandshakeFailed failed) {
      assertEquals(reason, failed.reason(), failed::toString);
      assertEquals(endpoint, failed.endpoint());
      return failed;
    }
    throw new AssertionError("the handshake succeeded: " + event);
  }

  SocketEvent.Disconnected disconnected(RawClient attacker, DisconnectReason reason) {
    SocketEvent event = end(attacker);
    if (event instanceof SocketEvent.Disconnected disconnected) {
      assertEquals(reason, disconnected.reason(), disconnected::toString);
      assertEquals(endpoint, disconnected.endpoint());
      return disconnected;
    }
    throw new AssertionError("the handshake failed: " + event);
  }

  /**
   * Descriptors of this process that are TCP sockets. The first tool that attaches to it leaves a
   * local one open for good, at any time, so those are looked up both before and after.
   */
  static int sockets() {
    Set<String> local = unixSockets();
    List<String> all = descriptors();
    local.addAll(unixSockets());
    return (int)
        all.stream().filter(each -> each.startsWith("socket:[") && !local.contains(each)).count();
  }

  private static List<String> descriptors() {
    List<String> targets = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        try {
          targets.add(Files.readSymbolicLink(each).toString());
        } catch (IOException gone) {
          // Closed meanwhile.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return targets;
  }

  private static Set<String> unixSockets() {
    try {
      return Files.readAllLines(Path.of("/proc/self/net/unix"), StandardCharsets.ISO_8859_1)
          .stream()
          .skip(1)
          .map(line -> "socket:[" + line.trim().split(" +")[6] + "]")
          .collect(Collectors.toCollection(HashSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The honest one goes on, and the descriptors come back while it does. */
  void assertUnharmed(int socketsAtFirst) {
    exchange();
    int now = sockets();
    for (int i = 0; i < 10_000 && now != socketsAtFirst; i++) {
      exchange();
      now = sockets();
    }
    assertEquals(socketsAtFirst, now, "descriptors of sockets");
    assertUnharmed();
  }

  /** The honest one goes on, no thread has died and nothing was said at ERROR. */
  void assertUnharmed() {
    exchange();
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals(threads + "-io-1")),
        "the I/O thread lives");
    assertEquals(List.of(), faults.records());
  }

  @Override
  public void close() {
    monitor.close();
    context.close();
    faults.close();
    assertEquals(List.of(), faults.records());
  }
}
