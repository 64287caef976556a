package io.cero.cli.perf;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import java.time.Duration;
import java.util.Optional;

/** DEALER sockets that connect and then do nothing. Of one thread. */
final class Visitors {
  /** So many handshakes at a time, so that no listener's queue overflows. */
  private static final int AT_ONCE = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PerfTool tool;
  private final Context context;
  private final Counter counter;
  private long made;

  Visitors(PerfTool tool, Context context, Counter counter) {
    this.tool = tool;
    this.context = context;
    this.counter = counter;
  }

  /** Goes on until there are so many connections, handshakes done. */
  void connect(String endpoint, long count) {
    while (made < count) {
      int wave = (int) Math.min(AT_ONCE, count - made);
      SocketMonitor[] monitors = new SocketMonitor[wave];
      for (int i = 0; i < wave; i++) {
        DealerSocket dealer = context.dealer(tool.settings::configure);
        monitors[i] = dealer.monitor();
        dealer.connect(endpoint);
      }
      for (SocketMonitor monitor : monitors) {
        awaitHandshake(monitor);
        monitor.close();
        counter.set(++made);
      }
    }
  }

  private void awaitHandshake(SocketMonitor monitor) {
    while (true) {
      Optional<SocketEvent> event = monitor.next(PATIENCE);
      if (event.isEmpty()) {
        throw new StoppedException(
            "no connection for " + PATIENCE.toSeconds() + " s after " + made + " of them");
      }
      if (event.get() instanceof SocketEvent.HandshakeSucceeded) {
        return;
      }
    }
  }
}
