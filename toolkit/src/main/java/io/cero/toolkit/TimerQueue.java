package io.cero.toolkit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pending timers of a loop, in order of their deadlines and, where these are equal, of entry.
 *
 * <p>A binary heap in which every timer knows its place: to look at the first costs nothing however
 * many there are, to enter, move or cancel one takes logarithmic time, and a cancelled one leaves
 * nothing behind. Nothing is allocated but the heap's array, which doubles.
 */
final class TimerQueue {
  /** The place of a timer that is not pending. */
  static final int NOWHERE = -1;

  private @Nullable Timer[] heap = new @Nullable Timer[16];
  private int size;
  private long entries;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** Timers that are entered from now on have this entry or a later one. */
  long nextEntry() {
    return entries;
  }

  /** Enters a timer, or moves one that is pending. */
  void enter(Timer timer, long deadline) {
    timer.deadline = deadline;
    timer.entry = entries++;
    if (timer.place == NOWHERE) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      put(timer, size++);
    }
    rise(timer);
    sink(timer);
  }

  /** Takes a timer out; does nothing if it is not pending. */
  void cancel(Timer timer) {
    int hole = timer.place;
    if (hole == NOWHERE) {
      return;
    }
    timer.place = NOWHERE;
    Timer last = at(--size);
    heap[size] = null;
    if (last != timer) {
      put(last, hole);
      rise(last);
      sink(last);
    }
  }

  /** Takes all timers out. */
  void clear() {
    while (size > 0) {
      cancel(at(size - 1));
    }
  }

  /** The first deadline. Not if it is empty. */
  long firstDeadline() {
    return at(0).deadline;
  }

  /** Nanoseconds until the first deadline, zero or less if it has come. Not if it is empty. */
  long untilFirst(long now) {
    return at(0).deadline - now;
  }

  /**
   * Takes out the first timer if it is due and was entered before a certain entry; null otherwise.
   */
  @Nullable Timer takeDue(long now, long beforeEntry) {
    if (size == 0 || untilFirst(now) > 0) {
      return null;
    }
    Timer first = at(0);
    if (first.entry >= beforeEntry) {
      return null;
    }
    cancel(first);
    return first;
  }

  private static boolean isBefore(Timer one, Timer other) {
    long difference = one.deadline - other.deadline;
    return difference < 0 || (difference == 0 && one.entry < other.entry);
  }

  private void rise(Timer timer) {
    int place = timer.place;
    while (place > 0) {
      Timer parent = at((place - 1) / 2);
      if (!isBefore(timer, parent)) {
        break;
      }
      put(parent, place);
      place = (place - 1) / 2;
    }
    put(timer, place);
  }

  private void sink(Timer timer) {
    int place = timer.place;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && isBefore(at(child + 1), at(child))) {
        child++;
      }
      if (!isBefore(at(child), timer)) {
        break;
      }
      put(at(child), place);
      place = child;
    }
    put(timer, place);
  }

  private void put(Timer timer, int place) {
    heap[place] = timer;
    timer.place = place;
  }

  @SuppressWarnings("NullAway") // what lies below the size is there
  private Timer at(int place) {
    return heap[place];
  }
}
