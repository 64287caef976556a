package io.cero.socket;

import io.cero.pattern.Inbox;
import io.cero.reactor.Threads;
import io.cero.reactor.Waiter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who is inside a socket that several threads share: one after another, each for as long as its
 * call gets on. Who has to wait, for a message or for room, waits outside, so others come in.
 *
 * <pre>
 *             enter             pause
 *   elsewhere -----> inside <---------> outside, at a waiter of its own
 *             <-----
 *              exit
 * </pre>
 *
 * <p>What happens to the peers signals one waiting thread: the first. It comes in, takes note, and
 * whoever leaves <b>hands on</b>: if a message is there, to the first receiver; if anything has
 * happened to a peer, to all who wait for anything else. So a wake-up is never lost: who stops
 * being the first looks at the inbox once more after that, in {@link #exit}.
 *
 * <p>The lock is held while nothing is awaited, so nobody parks with it but for the lock of another
 * such call; it is no monitor, and pins no virtual thread.
 */
final class Turns {
  /** Looks at the lock before the thread parks: most calls take less than parking does. */
  private static final int LOOKS = Threads.MANY_CORES ? 200 : 0;

  private final Inside socket;
  private final Inbox inbox;
  private final Waiter nobody;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Set<Waiter> receivers = new LinkedHashSet<>();
  private final Set<Waiter> others = new LinkedHashSet<>();
  private long changes;
  private long handedOn;

  /** What the turns are of: the socket, for the thread inside. */
  interface Inside {
    /** True once nobody gets on any more. */
    boolean isClosed();

    /** Takes note of what happened to the peers, and says so by {@link #changed}. */
    void takeNote();

    /** True if a message is there. */
    boolean canReceive();
  }

  /**
   * The turns of a socket.
   *
   * @param nobody what is signalled while nobody waits
   */
  Turns(Inside socket, Inbox inbox, Waiter nobody) {
    this.socket = socket;
    this.inbox = inbox;
    this.nobody = nobody;
  }

  /** True if the calling thread is inside: a call from within a call. */
  boolean isInside() {
    return lock.isHeldByCurrentThread();
  }

  /** Waits for the calling thread's turn. */
  void enter() {
    if (lock.tryLock()) {
      return;
    }
    for (int looks = 0; looks < LOOKS; looks++) {
      Thread.onSpinWait();
      if (!lock.isLocked() && lock.tryLock()) {
        return;
      }
    }
    lock.lock();
  }

  /** Takes the calling thread's turn if nobody is inside. */
  boolean tryEnter() {
    return lock.tryLock();
  }

  /** Ends the calling thread's turn. */
  void exit() {
    try {
      handOn();
    } finally {
      lock.unlock();
    }
  }

  /** Something has happened to a peer, which may let a waiting call get on. Inside. */
  void changed() {
    changes++;
  }

  /** Begins to wait: from here on what happens is signalled to the result, or handed on. Inside. */
  Waiter join(boolean receiving) {
    Waiter mine = new Waiter();
    (receiving ? receivers : others).add(mine);
    signalToFirst();
    return mine;
  }

  /** Ends what {@link #join} began. Inside. */
  void part(Waiter mine, boolean receiving) {
    (receiving ? receivers : others).remove(mine);
    signalToFirst();
  }

  private void signalToFirst() {
    inbox.signalTo(first());
  }

  private Waiter first() {
    if (!receivers.isEmpty()) {
      return receivers.iterator().next();
    }
    return others.isEmpty() ? nobody : others.iterator().next();
  }

  /** Goes out, runs something that waits, and comes in again. Inside. */
  void pause(Runnable wait) {
    try {
      exit();
      wait.run();
    } finally {
      enter();
    }
  }

  private void handOn() {
    if (receivers.isEmpty() && others.isEmpty()) {
      return;
    }
    if (socket.isClosed()) {
      receivers.forEach(Waiter::signal);
      others.forEach(Waiter::signal);
      return;
    }
    socket.takeNote();
    if (!receivers.isEmpty() && socket.canReceive()) {
      receivers.iterator().next().signal();
    }
    if (changes != handedOn) {
      handedOn = changes;
      others.forEach(Waiter::signal);
    }
  }
}
