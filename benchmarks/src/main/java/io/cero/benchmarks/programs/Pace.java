package io.cero.benchmarks.programs;

import java.util.concurrent.locks.LockSupport;

/** When each message of a round is due that has so many a second, as the C programs pace theirs. */
final class Pace {
  private final long interval;
  private long due;

  /** Begins now. */
  Pace(int rate) {
    interval = 1_000_000_000L / rate;
    due = System.nanoTime();
  }

  /**
   * Sleeps until the next message is due.
   *
   * @return since when its time runs: since now, or, where the answer to the one before it came too
   *     late for that, since it was due
   */
  long next() {
    long now = System.nanoTime();
    due += interval;
    if (now >= due) {
      return due;
    }
    while (now < due) {
      LockSupport.parkNanos(due - now);
      now = System.nanoTime();
    }
    if (now - due > interval) {
      due = now; // who slept for too long, with nothing under way, catches up with nothing
    }
    return now;
  }
}
