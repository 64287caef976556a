package io.cero.socket;

import io.cero.DropReason;
import io.cero.SocketEvent;
import io.cero.pattern.Events;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;

/** The monitors of one socket: an event goes to each, and is made only if there are any. */
public final class Monitors implements Events {
  private final List<EventQueue> queues = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  /** A queue of the events from now on. */
  public EventQueue open() {
    EventQueue queue = new EventQueue(this);
    queues.add(queue);
    if (stopped) {
      queue.stop();
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

  /** The socket is closed; what its sessions tell while they linger still arrives. */
  void stop() {
    stopped = true;
    for (EventQueue queue : queues) {
      queue.stop();
    }
  }
}
