package io.cero.reactor;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tails that the I/O thread looks at again and again. Owned by the I/O thread. */
final class WatchedTails {
  private final List<Tail> watched = new ArrayList<>();

  // Half the shortest where a tail has come anew: twice that is the pause after its first look.
  private long pause = IoThread.SHORTEST_LOOK / 2;

  /** Takes over those that were entered, the last of them first. */
  void add(@Nullable Tail last) {
    Tail tail = last;
    while (tail != null) {
      Tail next = tail.nextTail;
      tail.popped();
      if (!tail.watched) {
        watched.add(tail); // first: if there is no memory for it, it can be entered anew
        tail.watched = true;
        pause = IoThread.SHORTEST_LOOK / 2;
      }
      tail = next;
    }
  }

  /** Has each write out what its publisher left; true if some of it wants another look. */
  boolean look() {
    boolean tended = true;
    for (int i = watched.size() - 1; i >= 0; i--) {
      Tail tail = watched.get(i);
      boolean again = false;
      try {
        again = tail.onLook();
      } catch (RuntimeException | Error fault) {
        Report.fault("io.cero.reactor", Level.ERROR, "flushing failed", fault);
      }
      if (again) {
        tended &= tail.isTended();
      } else {
        tail.watched = false;
        int last = watched.size() - 1;
        watched.set(i, watched.get(last));
        watched.remove(last);
      }
    }
    pause = tended ? Math.min(IoThread.LONGEST_LOOK, pause * 2) : IoThread.SHORTEST_LOOK;
    return !watched.isEmpty();
  }

  /** How long until the next look: longer and longer while every publisher writes out by itself. */
  long pause() {
    return pause;
  }
}
