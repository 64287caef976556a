package io.cero.cli.perf;

import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a run every few milliseconds from a thread of its own: draws how far it is, and closes
 * its sockets when the peers have gone and nothing moves any more, so that whoever waits in them
 * comes back.
 *
 * <p>A peer that has gone may have left messages that are still to be received; so the run is over
 * only when it stands still as well, for a second in which no peer comes back.
 */
final class Watch implements AutoCloseable {
  private static final long INTERVAL_MILLISECONDS = 10;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private final List<? extends Socket> sockets;
  private final List<SocketMonitor> monitors;
  private final LongSupplier done;
  private final long total;
  private final @Nullable Bar bar;
  private final Thread thread = new Thread(this::look, "cero-perf-watch");
  private volatile boolean lost;
  private volatile long lastMove;

  /** Watches sockets, none for only drawing. */
  Watch(List<? extends Socket> sockets, LongSupplier done, long total, @Nullable Bar bar) {
    this.sockets = sockets;
    this.monitors = sockets.stream().map(Socket::monitor).toList();
    this.done = done;
    this.total = total;
    this.bar = bar;
    lastMove = System.nanoTime();
    thread.setDaemon(true);
    thread.start();
  }

  private void look() {
    long seen = 0;
    int peers = 0;
    boolean had = false;
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLISECONDS);
        long now = System.nanoTime();
        long reached = done.getAsLong();
        for (SocketMonitor monitor : monitors) {
          for (Optional<SocketEvent> event = monitor.poll();
              event.isPresent();
              event = monitor.poll()) {
            if (event.get() instanceof SocketEvent.HandshakeSucceeded) {
              peers++;
              had = true;
              lastMove = now;
            } else if (event.get() instanceof SocketEvent.Disconnected) {
              peers--;
            }
          }
        }
        if (reached != seen) {
          seen = reached;
          lastMove = now;
        }
        if (bar != null) {
          bar.show(reached, peers > 0 || sockets.isEmpty() ? "" : "nobody is there");
        }
        if (had && peers == 0 && now - lastMove > PATIENCE) {
          lost = true;
          for (Socket socket : sockets) {
            socket.linger(Duration.ZERO); // nobody is there to take what was sent
            socket.close();
          }
          return;
        }
      }
    } catch (InterruptedException over) {
      // the run is over
    }
  }

  /** True if the sockets were closed because the peers have gone. */
  boolean lost() {
    return lost;
  }

  /** How many are done. */
  long done() {
    return done.getAsLong();
  }

  /** How many were to be done. */
  long total() {
    return total;
  }

  /** When something moved last, on the clock of {@link System#nanoTime}. */
  long lastMove() {
    return lastMove;
  }

  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (bar != null) {
      bar.show(done.getAsLong(), "");
      bar.close();
    }
    monitors.forEach(SocketMonitor::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
