package io.cero.reactor;

/**
 * A stream of messages of which a publisher flushes full batches and the I/O thread the tail.
 *
 * <pre>
 *           published again soon            nothing published for some looks
 *   QUIET ---------------------> BURST ---------------------> FADING ----> QUIET
 *   the publisher flushes        the publisher flushes        the I/O thread
 *   each message                 full batches, the I/O        flushes once more
 *                                thread the tail
 * </pre>
 *
 * <p>A publisher in a burst must not pay for a fence with every message, so here, as in a stream
 * between two threads ({@code pipe.Log}), time stands in for the fence: the publisher publishes and
 * then looks whether the burst goes on; the I/O thread, which ends it, flushes once more {@link
 * #QUIET} later. Who still saw the burst had its message on its way out of the processor by then,
 * which takes nanoseconds; who looks later sees to its message itself.
 */
public abstract class Burst extends Tail {
  /** Nanoseconds without a message after which the next one is to leave at once. */
  public static final long QUIET = 50_000;

  private static final int LOOKS = 3;

  // Written by both the publishing thread and the I/O thread (to false).
  private volatile boolean burst;

  // The I/O thread's.
  private long lookedAt;
  private int quietLooks;
  private boolean fading;
  private long fadingSince;
  private long flushesSeen;
  private boolean tended;

  /** True if the I/O thread will look once more; asked after a publication and an acquire fence. */
  protected final boolean isBurst() {
    return burst;
  }

  /**
   * Begins a burst, for which this has to be watched, or ends it: the publisher has flushed, or is
   * about to. Called by the publisher.
   */
  protected final void burst(boolean on) {
    burst = on;
  }

  /** A number that each publication changes. */
  protected abstract long messages();

  /** A number that each flush changes. */
  protected abstract long flushes();

  /** Writes out what is published. */
  public abstract void flush();

  @Override
  protected final boolean onLook() {
    boolean whole = false;
    try {
      boolean again = look();
      whole = true;
      return again;
    } finally {
      if (!whole) {
        burst = false; // it is not looked at again: the publisher sees to its messages itself
      }
    }
  }

  private boolean look() {
    if (!burst && !fading) {
      return false; // the publisher has ended it, and flushed
    }
    if (fading) {
      if (!burst && System.nanoTime() - fadingSince < QUIET) {
        return true;
      }
      fading = false;
      if (!burst) {
        flush();
        return false;
      }
    }
    long messages = messages();
    tended = flushes() != flushesSeen && messages != lookedAt; // the sender flushes by itself
    if (!tended) {
      flush();
    }
    flushesSeen = flushes();
    if (messages != lookedAt) {
      lookedAt = messages;
      quietLooks = 0;
      return true;
    }
    if (++quietLooks == LOOKS) {
      quietLooks = 0;
      burst = false; // who publishes from here on sees to its messages itself, or enters anew
      fading = true;
      fadingSince = System.nanoTime();
    }
    return true;
  }

  @Override
  final boolean isTended() {
    return tended && !fading;
  }
}
