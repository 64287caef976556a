package io.cero.campaigns.endings;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that looks at the clock all the time, and so knows when this process was not run: then
 * nobody in it can be late.
 */
final class Pulse implements AutoCloseable {
  private static final long BEAT = 5_000_000;

  /** What a beat may be late by on any machine. */
  private static final long USUAL = 20_000_000;

  private final Thread thread = new Thread(this::run, "pulse");
  private volatile boolean closed;
  private volatile long last = System.nanoTime();
  private volatile long lost;
  private volatile long longest;

  Pulse() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(BEAT);
      long now = System.nanoTime();
      long late = now - last - BEAT;
      if (late > USUAL) {
        long all = lost + late; // this thread alone writes
        lost = all;
        longest = Math.max(longest, late);
      }
      last = now;
    }
  }

  /** For how many nanoseconds it was not run since it began, what goes on just now included. */
  long lost() {
    long before = lost;
    long late = System.nanoTime() - last - BEAT;
    return before + (late > USUAL && before == lost ? late : 0);
  }

  /** For how long at a stretch, at most. */
  long longest() {
    return longest;
  }

  @Override
  public void close() {
    closed = true;
  }
}
