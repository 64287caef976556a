package io.cero.pipe;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How much of what was put into an {@link OverflowLog} is not in its memory: what is away, on disk
 * or on its way there, and what was lost there.
 *
 * <pre>
 *            went                      came back
 *   sender ---------> away ------------------------------> the log's own counts
 *                       '----------------> lost
 *                              lost
 * </pre>
 *
 * <p>A mover takes messages from one count to another. While it does, the number of moves is odd,
 * and who adds counts up looks again ({@link #steady}): nobody waits for a lock, least of all for
 * one that is held while a disk writes.
 */
final class OverflowCounts {
  /** Looks after which another thread's core is left to it. */
  private static final int LOOKS = 64;

  // Added by the sender, taken off by the mover.
  private final AtomicLong away = new AtomicLong();
  private final AtomicLong awayBytes = new AtomicLong();

  // The mover's.
  private volatile long lost;
  private volatile long lostBytes;
  private volatile long moves;

  /** A whole message has gone away. Called by the sender. */
  void went(long bytes) {
    awayBytes.addAndGet(bytes);
    away.incrementAndGet();
  }

  /** Messages that went away and did not come back. */
  long away() {
    return away.get();
  }

  /** Their bytes. */
  long awayBytes() {
    return awayBytes.get();
  }

  /** Messages that will never come back: they could not be read. */
  long lost() {
    return lost;
  }

  /** Their bytes. */
  long lostBytes() {
    return lostBytes;
  }

  /** A sum of counts as it was at one moment. Any thread. */
  long steady(LongSupplier sum) {
    for (int looks = 1; ; looks++) {
      long before = moves;
      long result = sum.getAsLong();
      if ((before & 1) == 0 && before == moves) {
        return result;
      }
      if (looks % LOOKS == 0) {
        LockSupport.parkNanos(this, 1_000); // the mover has lost its core meanwhile
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** Begins a move, or ends it. Called by the mover, in pairs. */
  void move() {
    long next = moves + 1; // the mover alone writes
    moves = next;
  }

  /** Messages are in memory again. Called by the mover, within a move. */
  void cameBack(long messages, long bytes) {
    away.addAndGet(-messages);
    awayBytes.addAndGet(-bytes);
  }

  /** Messages cannot be read. Called by the mover, within a move. */
  void areLost(long messages, long bytes) {
    away.addAndGet(-messages);
    awayBytes.addAndGet(-bytes);
    long inAll = lost + messages; // the mover alone writes
    lost = inAll;
    long bytesInAll = lostBytes + bytes;
    lostBytes = bytesInAll;
  }
}
