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
 *
 * <p><b>The end.</b> {@link SocketEvent.MonitorStopped} comes once, when the socket is closed. What
 * lingers of it may still tell of its own end: connections that are lost or closed, messages that
 * are dropped. When the last of that has ended, with the context at the latest, {@link #next}
 * throws {@link ClosedException}. Over inproc what was sent lingers with its receiver, until that
 * one has let go of it. Who does not care for what lingers stops at {@code MonitorStopped}.
 */
public final class SocketMonitor implements AutoCloseable {
  private final EventQueue queue;

  SocketMonitor(EventQueue queue) {
    this.queue = queue;
  }

  /** Returns the next event if one is there. */
  public Optional<SocketEvent> poll() {
    return Optional.ofNullable(queue.poll());
  }

  /**
   * Waits for the next event.
   *
   * @return the event; empty if the time was over or the thread is interrupted
   * @throws ClosedException if all events were taken and there will be none any more: this monitor
   *     is closed, or the socket is and all that lingered of it has ended
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
