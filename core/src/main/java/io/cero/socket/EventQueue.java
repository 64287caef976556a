package io.cero.socket;

import io.cero.SocketEvent;
import io.cero.reactor.Waiter;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The events of a socket that one monitor has not taken yet, in the order in which they happened.
 *
 * <p>Any thread offers, without waiting; one thread takes, and numbers them.
 */
public final class EventQueue {
  private final Monitors monitors;
  private final ConcurrentLinkedQueue<LongFunction<SocketEvent>> events =
      new ConcurrentLinkedQueue<>();
  private final Waiter waiter = new Waiter();
  private long sequence;

  EventQueue(Monitors monitors) {
    this.monitors = monitors;
  }

  void offer(LongFunction<SocketEvent> event) {
    events.add(event);
    waiter.signal();
  }

  void stop() {
    offer(SocketEvent.MonitorStopped::new);
  }

  /** Takes the next event; null if none comes in time or the thread is interrupted. */
  public @Nullable SocketEvent take(long nanos) {
    long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
    while (true) {
      waiter.take();
      LongFunction<SocketEvent> event = events.poll();
      if (event != null) {
        return event.apply(++sequence);
      }
      long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return null;
      }
      waiter.park(left);
    }
  }

  /** Ends the monitoring. */
  public void close() {
    monitors.remove(this);
    stop();
  }
}
