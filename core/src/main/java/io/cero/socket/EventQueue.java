package io.cero.socket;

import io.cero.DropReason;
import io.cero.SocketEvent;
import io.cero.reactor.Waiter;
import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
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
  private final EnumMap<DropReason, AtomicLong> drops = new EnumMap<>(DropReason.class);
  private final Waiter waiter = new Waiter();
  private long sequence;

  EventQueue(Monitors monitors) {
    this.monitors = monitors;
    for (DropReason reason : DropReason.values()) {
      drops.put(reason, new AtomicLong());
    }
  }

  void offer(LongFunction<SocketEvent> event) {
    events.add(event);
    waiter.signal();
  }

  /** Adds to the drops that the monitor has not taken yet; one event tells of all of a kind. */
  void dropped(DropReason reason, long messages) {
    AtomicLong count = Objects.requireNonNull(drops.get(reason));
    if (count.getAndAdd(messages) == 0) {
      offer(n -> new SocketEvent.Dropped(n, "", "", count.getAndSet(0), reason));
    }
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
        return event.apply(sequence++);
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
