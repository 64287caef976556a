package io.cero;

import io.cero.socket.EventQueue;
import java.time.Duration;
import java.util.Optional;

/**
 * What happens to a socket, in order: connections made, lost and sought, handshakes, messages
 * dropped.
 *
 * <p>It needs no thread and no socket of its own and never holds up what it watches. Events wait
 * here until they are taken. One thread takes, any may close; the socket's own thread may be
 * another.
 */
public final class SocketMonitor implements AutoCloseable {
  private final EventQueue queue;

  SocketMonitor(EventQueue queue) {
    this.queue = queue;
  }

  /** Returns the next event if one is there. */
  public Optional<SocketEvent> poll() {
    return Optional.ofNullable(queue.take(0));
  }

  /**
   * Waits for the next event.
   *
   * @return the event; empty if the time was over or the thread is interrupted
   */
  public Optional<SocketEvent> next(Duration timeout) {
    return Optional.ofNullable(queue.take(OptionCheck.nanos("timeout", timeout)));
  }

  /** Ends the monitoring: a last {@link SocketEvent.MonitorStopped} follows what is there. */
  @Override
  public void close() {
    queue.close();
  }
}
