package io.cero.reactor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread waits for one thing: a token that others give and the waiting thread takes.
 *
 * <pre>
 *                 signal
 *     AWAKE ------------------> SIGNALLED
 *      | ^  <---- taken ---------   ^
 *      | | back                     | signal, with unpark or selector wake-up
 *      v |                          |
 *     PARKED or SELECTING ----------'
 * </pre>
 *
 * <p>A signal is never lost: it is either found before the thread goes to sleep, or it ends the
 * sleep. Any thread may signal; one thread at a time waits. Signalling a thread that is awake costs
 * no system call.
 */
public final class Waiter {
  private static final int AWAKE = 0;
  private static final int SIGNALLED = 1;
  private static final int PARKED = 2;
  private static final int SELECTING = 3;

  /** Looks at the token between two at the clock. */
  private static final int LOOKS = 16;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Waiter.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;

  // Written by the waiting thread before PARKED or SELECTING, read by who signals after them.
  private @Nullable Thread thread;

  // Written by who signals, before SIGNALLED; read by the waiting thread. A hint.
  private @Nullable Thread signaller;

  @SuppressWarnings("NullAway.Init") // written before SELECTING is
  private Selector selector;

  /** Gives the token, and wakes the thread if it sleeps. */
  public void signal() {
    if (state == SIGNALLED) {
      return;
    }
    signaller = Thread.currentThread();
    int before = (int) STATE.getAndSet(this, SIGNALLED);
    if (before == PARKED) {
      LockSupport.unpark(thread);
    } else if (before == SELECTING) {
      selector.wakeup();
    }
  }

  /** Takes the token if it is there. */
  public boolean take() {
    return state == SIGNALLED && STATE.compareAndSet(this, SIGNALLED, AWAKE);
  }

  /** True if the token is there. */
  public boolean isSignalled() {
    return state == SIGNALLED;
  }

  /** True if the token was last given by the calling thread itself: looking for it is in vain. */
  public boolean isOwn() {
    return signaller == Thread.currentThread();
  }

  /**
   * Looks for the token again and again, for a time at most.
   *
   * @return true if the token is there, or the thread is interrupted
   */
  public boolean spin(long nanos) {
    Thread caller = Thread.currentThread();
    long begin = System.nanoTime();
    do {
      for (int i = 0; i < LOOKS; i++) {
        if (state == SIGNALLED) {
          return true;
        }
        Thread.onSpinWait();
      }
      if (caller.isInterrupted()) {
        return true;
      }
    } while (System.nanoTime() - begin < nanos);
    return state == SIGNALLED;
  }

  /**
   * Parks the calling thread until the token is given, the time is over or the thread is
   * interrupted, whichever is first; it may also return for no reason. The token stays.
   *
   * @param nanos how long at most; {@link Long#MAX_VALUE} for no limit
   */
  public void park(long nanos) {
    thread = Thread.currentThread();
    if (!STATE.compareAndSet(this, AWAKE, PARKED)) {
      return;
    }
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
    STATE.compareAndSet(this, PARKED, AWAKE);
  }

  /** Announces that the calling thread is about to select; false if the token is there already. */
  boolean beginSelecting(Selector selecting) {
    selector = selecting;
    return STATE.compareAndSet(this, AWAKE, SELECTING);
  }

  /** Announces that the calling thread has left the selector. */
  void endSelecting() {
    STATE.compareAndSet(this, SELECTING, AWAKE);
  }
}
