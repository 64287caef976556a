package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** What a monitor is told, in which order and of whom; and that it holds nothing up. */
class MonitorConformanceTest extends Conformance {
  private static final int THREADS = 4;
  private static final int VISITS = 25;

  /** Connects, exchanges a message and leaves, again and again; returns its own addresses. */
  private List<String> visit(String endpoint) {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < VISITS; i++) {
      PushSocket push = context.push(o -> o.linger(PATIENCE));
      try (SocketMonitor monitor = push.monitor()) {
        push.connect(endpoint);
        addresses.add(await(monitor, SocketEvent.Connected.class).localAddress());
        push.send("a visit");
        push.close();
      }
    }
    return addresses;
  }

  @Connected
  void shouldTellOfEachPeerInOrderAndByItsAddressWhenManyComeAndGo(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull();
    SocketMonitor monitor = pull.monitor();
    SocketMonitor second = pull.monitor();
    String endpoint = pull.bind(transport.fresh());
    List<List<String>> visitors = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      List<String> addresses = new ArrayList<>();
      visitors.add(addresses);
      threads.add(start("visitor " + t, () -> addresses.addAll(visit(endpoint))));
    }
    for (int i = 0; i < THREADS * VISITS; i++) {
      assertEquals("a visit", text(pull));
    }
    for (Thread thread : threads) {
      thread.join(PATIENCE.toMillis());
    }

    List<SocketEvent> events = new ArrayList<>();
    while (events.size() < 1 + 3 * THREADS * VISITS) {
      events.add(monitor.next(PATIENCE).orElseThrow());
    }
    assertInstanceOf(SocketEvent.Listening.class, events.get(0));
    Map<String, List<String>> told = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      SocketEvent event = events.get(i);
      assertEquals(i, event.sequence(), () -> "a gap or a swap at " + event);
      assertEquals(endpoint, event.endpoint());
      assertEquals(event, second.next(PATIENCE).orElseThrow(), "both monitors are told the same");
      if (i > 0) {
        assertNotEquals("", event.address(), event::toString);
        told.computeIfAbsent(event.address(), address -> new ArrayList<>())
            .add(event.getClass().getSimpleName());
      }
    }
    List<String> steps = List.of("Accepted", "HandshakeSucceeded", "Disconnected");
    if (transport == Transport.TCP) {
      told.forEach(
          (address, kinds) -> {
            for (int i = 0; i < kinds.size(); i++) { // a port may be used again
              assertEquals(steps.get(i % 3), kinds.get(i), () -> address + ": " + kinds);
            }
          });
      visitors.forEach(
          addresses ->
              addresses.forEach(
                  own -> assertTrue(told.containsKey("tcp://" + own.substring(1)), () -> own)));
    }
    for (String step : steps) {
      long times = told.values().stream().flatMap(List::stream).filter(step::equals).count();
      assertEquals(THREADS * VISITS, times, step);
    }
  }

  @EveryTransport
  void shouldHoldNothingUpWhenNobodyTakesTheEvents(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull();
    List<SocketMonitor> unread = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      unread.add(pull.monitor());
    }
    SocketMonitor drained = pull.monitor();
    String endpoint = pull.bind(transport.fresh());
    for (int i = 0; i < 100; i++) {
      try (PushSocket push = context.push()) {
        push.linger(PATIENCE);
        push.connect(endpoint);
        push.send("a visit");
      }
      assertEquals("a visit", text(pull));
    }
    AtomicReference<SocketEvent> last = new AtomicReference<>();
    CountDownLatch waiting = new CountDownLatch(1);
    Thread reader =
        start(
            "reader",
            () -> {
              waiting.countDown();
              while (!(last.get() instanceof SocketEvent.MonitorStopped)) {
                drained.next(PATIENCE).ifPresent(last::set);
              }
            });
    waiting.await();

    unread.get(0).close(); // while there are events in it
    drained.close(); // while another thread waits in it
    reader.join(PATIENCE.toMillis());
    assertInstanceOf(SocketEvent.MonitorStopped.class, last.get());
    pull.close(); // while the others are full
    for (SocketMonitor each : unread) {
      await(each, SocketEvent.MonitorStopped.class);
      each.close();
      each.close();
    }
  }
}
