package io.cero.reactor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one reactor: a binary heap by deadline in which every timer knows its place, so
 * that setting, moving and cancelling take logarithmic time and leave nothing behind.
 *
 * <p>Owned by the reactor's driver. Deadlines are values of {@link System#nanoTime}.
 */
final class Timers {
  private Timer[] heap = new Timer[16];
  private int size;

  void set(Timer timer, long deadline) {
    timer.deadline = deadline;
    if (timer.index < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      place(timer, size++);
    }
    up(timer);
    down(timer);
  }

  @SuppressWarnings("NullAway") // what lies behind the heap is never read
  void cancel(Timer timer) {
    int hole = timer.index;
    if (hole < 0) {
      return;
    }
    timer.index = -1;
    Timer last = heap[--size];
    heap[size] = null;
    if (last != timer) {
      place(last, hole);
      up(last);
      down(last);
    }
  }

  /**
   * Nanoseconds until the next deadline, zero if one has passed; {@link Long#MAX_VALUE} if none.
   */
  long untilNext(long now) {
    return size == 0 ? Long.MAX_VALUE : Math.max(0, heap[0].deadline - now);
  }

  /** Takes out the first timer that is due. */
  @Nullable Timer takeDue(long now) {
    if (size == 0 || heap[0].deadline - now > 0) {
      return null;
    }
    Timer due = heap[0];
    cancel(due);
    return due;
  }

  int size() {
    return size;
  }

  private void up(Timer timer) {
    int at = timer.index;
    while (at > 0) {
      Timer parent = heap[(at - 1) / 2];
      if (parent.deadline - timer.deadline <= 0) {
        break;
      }
      place(parent, at);
      at = (at - 1) / 2;
    }
    place(timer, at);
  }

  private void down(Timer timer) {
    int at = timer.index;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && heap[child + 1].deadline - heap[child].deadline < 0) {
        child++;
      }
      if (timer.deadline - heap[child].deadline <= 0) {
        break;
      }
      place(heap[child], at);
      at = child;
    }
    place(timer, at);
  }

  private void place(Timer timer, int at) {
    heap[at] = timer;
    timer.index = at;
  }
}
