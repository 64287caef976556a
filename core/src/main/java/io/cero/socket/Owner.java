package io.cero.socket;

import io.cero.reactor.Threads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Which thread is inside a socket: one at a time, and whoever overlaps is told.
 *
 * <p>Entering acquires and leaving releases, so what one thread did inside is seen by the next.
 *
 * <p><b>Visitors</b> enter by compare-and-set. That costs more than all else that sending a small
 * message does, so a platform thread that has come {@link #FIRST_STAY} times in a row becomes the
 * <b>resident</b>: it goes in and out by plain stores.
 *
 * <pre>
 *   resident:  inside = true          visitor:  holder = me
 *              revoked?                         revoked = true
 *                                               -- barrier --
 *                                               inside?
 * </pre>
 *
 * <p>That is Dekker's protocol with one fence for both sides, put up by the visitor: it takes the
 * resident's stack trace. The JVM stops the resident at a safepoint for that, before its store,
 * when it will find the residence revoked, or after it, when the visitor will see it inside. A
 * revoked residence never comes back; the next one is granted {@link #LONGER} times as late, so a
 * socket that wanders between threads soon has visitors only.
 */
final class Owner {
  /** Visits in a row, by one thread, until it becomes the resident. */
  static final int FIRST_STAY = 1_000;

  private static final int LONGER = 100;

  private static final VarHandle HOLDER;
  private static final VarHandle INSIDE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HOLDER = lookup.findVarHandle(Owner.class, "holder", Thread.class);
      INSIDE = lookup.findVarHandle(Residence.class, "inside", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // Any thread, by compare-and-set from null; back to null by the one that it names.
  private volatile @Nullable Thread holder;

  // Written by the holder alone; not taken away while its thread is inside.
  private volatile @Nullable Residence residence;

  // The holder's.
  private @Nullable Thread last;
  private long visits;
  private long stay;

  Owner() {
    this(FIRST_STAY);
  }

  /** An owner word that makes a resident of whoever came so many times in a row. */
  Owner(long stay) {
    this.stay = stay;
  }

  /** A thread's right to go in and out without being the holder. */
  private static final class Residence {
    final Thread of;

    // Its thread's.
    boolean inside;

    // Written by a holder.
    volatile boolean revoked;

    Residence(Thread of) {
      this.of = of;
    }
  }

  /** Takes the calling thread in, if nobody is inside. */
  boolean tryEnter() {
    Thread caller = Thread.currentThread();
    Residence mine = residence;
    if (mine != null && mine.of == caller && !mine.revoked) {
      if (mine.inside) {
        return false; // a call from within a call
      }
      mine.inside = true;
      VarHandle.releaseFence(); // for the compiler; the barrier is the processor's
      if (!mine.revoked) {
        return true;
      }
      INSIDE.setRelease(mine, false);
    }
    return tryVisit(caller);
  }

  private boolean tryVisit(Thread caller) {
    if (!HOLDER.compareAndSet(this, null, caller)) {
      return false;
    }
    if (residence != null && !end(residence)) {
      HOLDER.setRelease(this, null);
      return false;
    }
    if (caller != last) {
      last = caller;
      visits = 0;
    } else if (++visits >= stay && Threads.mayDrive()) {
      visits = 0;
      Residence granted = new Residence(caller);
      granted.inside = true;
      residence = granted;
      HOLDER.setRelease(this, null);
    }
    return true;
  }

  /** Ends a residence; false if its thread is inside. Called by the holder. */
  private boolean end(Residence other) {
    if (!other.revoked) {
      other.revoked = true;
      stay *= LONGER;
      if (other.of.isAlive()) {
        other.of.getStackTrace(); // the barrier
      }
    }
    if ((boolean) INSIDE.getAcquire(other)) {
      return false;
    }
    residence = null;
    return true;
  }

  /** Lets the calling thread, which is inside, out. */
  void exit() {
    Residence of = residence;
    if (of == null) {
      HOLDER.setRelease(this, null);
    } else {
      INSIDE.setRelease(of, false);
    }
  }

  /** The thread inside, as far as can be told: it may have left meanwhile. */
  @Nullable Thread current() {
    Residence of = residence;
    return of != null && (boolean) INSIDE.getAcquire(of) ? of.of : holder;
  }
}
