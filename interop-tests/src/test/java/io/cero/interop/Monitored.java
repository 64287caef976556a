package io.cero.interop;

import static org.junit.jupiter.api.Assertions.fail;

import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.testkit.Peers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Waits for events of our sockets. */
final class Monitored {
  private Monitored() {}

  /** Waits for the next event of a kind, passing over others. */
  static <E extends SocketEvent> E await(SocketMonitor monitor, Class<E> kind) {
    List<SocketEvent> others = new ArrayList<>();
    long end = System.nanoTime() + Peers.DEADLINE.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      Optional<SocketEvent> event = monitor.next(left);
      if (event.isEmpty()) {
        return fail("no " + kind.getSimpleName() + " came, only these: " + others);
      }
      if (kind.isInstance(event.get())) {
        return kind.cast(event.get());
      }
      others.add(event.get());
    }
  }

  /** All events of a kind that have come and were not taken. */
  static <E extends SocketEvent> List<E> rest(SocketMonitor monitor, Class<E> kind) {
    List<E> found = new ArrayList<>();
    for (Optional<SocketEvent> next = monitor.poll(); next.isPresent(); next = monitor.poll()) {
      if (kind.isInstance(next.get())) {
        found.add(kind.cast(next.get()));
      }
    }
    return found;
  }
}
