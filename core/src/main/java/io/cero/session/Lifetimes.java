package io.cero.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts what of a context is still alive on its reactors (listeners, dialers, sessions,
 * handshakes), so that closing can wait for the last of them.
 *
 * <p>Any thread counts; one thread waits.
 */
public final class Lifetimes {
  private final AtomicInteger alive = new AtomicInteger();
  private volatile @Nullable Thread waiting;

  /** One more lives. */
  void begin() {
    alive.incrementAndGet();
  }

  /** One has ended. */
  void end() {
    if (alive.decrementAndGet() == 0) {
      LockSupport.unpark(waiting);
    }
  }

  /** Waits until nothing lives; false if the time was over first. Interrupts don't shorten it. */
  public boolean awaitNone(long nanos) {
    long deadline = System.nanoTime() + nanos;
    waiting = Thread.currentThread();
    boolean interrupted = false;
    try {
      while (alive.get() > 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, left);
        interrupted |= Thread.interrupted();
      }
      return true;
    } finally {
      waiting = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
