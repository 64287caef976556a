package io.cero.socket;

import io.cero.DropReason;
import io.cero.SocketEvent;
import io.cero.pattern.Events;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * The monitors of one socket: an event goes to each, and is made only if there are any.
 *
 * <pre>
 *   OPEN --the socket is closed--> STOPPED --all that lingers of it has ended--> OVER
 * </pre>
 *
 * <p>Any thread tells.
 */
public final class Monitors implements Events {
  private final List<EventQueue> queues = new CopyOnWriteArrayList<>();
  private final Consumer<Monitors> whenOver;

  /** How many may still tell something: the socket, and all that has begun and not ended. */
  private final AtomicInteger tellers = new AtomicInteger(1);

  private volatile boolean stopped;
  private volatile boolean over;

  /**
   * The monitors of an open socket.
   *
   * @param whenOver called when nothing more can be told
   */
  Monitors(Consumer<Monitors> whenOver) {
    this.whenOver = whenOver;
  }

  /** A queue of the events from now on. */
  public EventQueue open() {
    EventQueue queue = new EventQueue(this);
    queues.add(queue);
    if (stopped) {
      queue.stop();
    }
    if (over) {
      queue.end();
    }
    return queue;
  }

  void remove(EventQueue queue) {
    queues.remove(queue);
  }

  @Override
  public void emit(LongFunction<SocketEvent> event) {
    for (EventQueue queue : queues) {
      queue.offer(event);
    }
  }

  @Override
  public boolean areHeard() {
    return !queues.isEmpty();
  }

  /** Tells of messages that the socket itself dropped. */
  void dropped(DropReason reason, long messages) {
    for (EventQueue queue : queues) {
      queue.dropped(reason, messages);
    }
  }

  @Override
  public void begins() {
    tellers.incrementAndGet();
  }

  @Override
  public void ends() {
    if (tellers.decrementAndGet() == 0) {
      end();
    }
  }

  /** The socket is closed, once; what is told of what lingers still arrives. */
  void stop() {
    stopped = true; // partner: open
    for (EventQueue queue : queues) {
      queue.stop();
    }
    ends();
  }

  /** Nothing more is told: all has ended, or its context has. */
  void end() {
    over = true; // partner: open
    for (EventQueue queue : queues) {
      queue.end();
    }
    whenOver.accept(this);
  }
}
