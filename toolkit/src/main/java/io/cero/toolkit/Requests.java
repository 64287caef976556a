package io.cero.toolkit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What other threads ask of a loop: to run tasks, to stop, to close.
 *
 * <p>Any thread asks, and wakes the loop afterwards; the loop's thread looks and takes. Each
 * request is written first and {@link #pending} behind it, so that a turn looks at one thing.
 */
final class Requests {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;
  private volatile boolean closed;
  private volatile boolean pending;

  // ------------------------------------------------------------------ any thread

  void run(Runnable task) {
    tasks.add(task);
    pending = true;
  }

  /** Takes a task back; false if it has been run or dropped. */
  boolean takeBack(Runnable task) {
    return tasks.remove(task);
  }

  void stop() {
    stopped = true;
    pending = true;
  }

  void close() {
    closed = true;
    pending = true;
  }

  boolean isClosed() {
    return closed;
  }

  // ------------------------------------------------------------------ the loop's thread

  /** True if there may be something to do, or the run shall end. */
  boolean isPending() {
    return pending;
  }

  /** True if no more handlers shall be called in this run. */
  boolean isEnding() {
    return pending && (stopped || closed);
  }

  /** A look begins, at as many tasks as it returns; who asks after it is pending again. */
  int begin() {
    pending = false;
    return tasks.size();
  }

  /** The next task; null if there is none, or the run shall end. */
  @Nullable Runnable next() {
    return stopped || closed ? null : tasks.poll();
  }

  /** The look is over; what it has left is pending again. */
  void end() {
    if (stopped || closed || !tasks.isEmpty()) {
      pending = true;
    }
  }

  /** The run is over: the next one is not stopped any more. */
  void runIsOver() {
    stopped = false;
  }

  /** Drops the tasks, and tells those that must know. */
  void clear() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      if (task instanceof Droppable droppable) {
        droppable.dropped();
      }
    }
  }
}
