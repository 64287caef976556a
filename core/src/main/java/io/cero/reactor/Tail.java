package io.cero.reactor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Something published that its publisher left for the I/O thread to write out.
 *
 * <p>The publisher enters it at the beginning of a burst with {@link Reactor#watch}; the I/O thread
 * then looks again and again until the burst is over. Entering it twice is harmless, whether the
 * I/O thread has taken it already or not.
 */
public abstract class Tail {
  private static final VarHandle ENTERED;

  static {
    try {
      ENTERED = MethodHandles.lookup().findVarHandle(Tail.class, "entered", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // True while it lies on the reactor's stack of entered tails: set by who enters it, cleared by
  // the I/O thread.
  private volatile boolean entered;

  // The link of that stack; written before the push, by who set the mark above.
  @Nullable Tail nextTail;

  // The I/O thread's: true while it is among those it looks at.
  boolean watched;

  /** Marks it as lying on the stack; false if it does already. */
  final boolean enter() {
    return !entered && ENTERED.compareAndSet(this, false, true);
  }

  /** Takes the mark away, once it was popped and its link was read. */
  final void popped() {
    ENTERED.getAndSet(this, false);
  }

  /**
   * Writes out what is there. Called by the I/O thread.
   *
   * @return true to be looked at again soon; false once the burst is over and a new one enters anew
   */
  protected abstract boolean onLook();

  /**
   * True if the publisher has been writing out by itself since the look before last, so that the
   * next look may come later. Called by the I/O thread after a look.
   */
  boolean isTended() {
    return false;
  }
}
