package io.cero.socket;

import io.cero.ClosedException;
import io.cero.DropReason;
import io.cero.SocketEvent;
import io.cero.reactor.Waiter;
import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile boolean over;

  // Of who takes.
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

  /** The socket is closed, or the monitoring was ended: once, whoever says it first. */
  void stop() {
    if (stopped.compareAndSet(false, true)) {
      offer(SocketEvent.MonitorStopped::new);
    }
  }

  /** Nothing comes behind what is there. */
  void end() {
    over = true;
    waiter.signal();
  }

  /** Takes the next event; null if none is there. */
  public @Nullable SocketEvent poll() {
    LongFunction<SocketEvent> event = events.poll();
    return event == null ? null : event.apply(sequence++);
  }

  /**
   * Takes the next event; null if none comes in time or the thread is interrupted.
   *
   * @throws ClosedException if none will ever come
   */
  public @Nullable SocketEvent take(long nanos) {
    long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
    while (true) {
      waiter.take();
      boolean last = over; // before the look, which finds all that came before it
      SocketEvent event = poll();
      if (event != null) {
        return event;
      }
      if (last) {
        throw new ClosedException("this monitor or its socket");
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
    end();
  }
}
