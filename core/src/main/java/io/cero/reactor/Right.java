package io.cero.reactor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock that nobody waits for: who cannot have it leaves a note, and the holder does the work once
 * more before it lets go.
 *
 * <pre>
 *            tryAcquire            tryAcquire (false)
 *     FREE ------------> HELD ---------------------> NOTED
 *       ^                 |  ^                         |
 *       '---- release ----'  '------ release (false) --'
 * </pre>
 *
 * <p>So of any two calls "there is work" and "I am done" one sees the other, and no work is left
 * behind. Use it as
 *
 * <pre>
 *   if (right.tryAcquire()) {
 *     do {
 *       work();
 *     } while (!right.release());
 *   }
 * </pre>
 *
 * <p>Any thread may call. Acquiring has acquire semantics, releasing has release semantics, and the
 * note carries what its author wrote before to the holder.
 */
public final class Right {
  private static final int FREE = 0;
  private static final int HELD = 1;
  private static final int NOTED = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Right.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;

  /**
   * Takes the right; false if somebody has it, who will now work once more.
   *
   * <p>A note is written again where one lies already: only a write carries to the holder what this
   * thread wrote before.
   */
  public boolean tryAcquire() {
    while (true) {
      int witness = (int) STATE.compareAndExchange(this, FREE, HELD);
      if (witness == FREE) {
        return true;
      }
      if (STATE.compareAndSet(this, witness, NOTED)) {
        return false;
      }
    }
  }

  /** Takes the right if it is free, and leaves no note otherwise. */
  public boolean tryAcquireSilently() {
    return state == FREE && STATE.compareAndSet(this, FREE, HELD);
  }

  /** Gives the right up; false if a note was left: it is still held and there is more to do. */
  public boolean release() {
    if (STATE.compareAndSet(this, HELD, FREE)) {
      return true;
    }
    STATE.getAndSet(this, HELD); // not a plain write: a note left since is taken along
    return false;
  }

  /** True if somebody has the right at this moment. */
  public boolean isHeld() {
    return state != FREE;
  }
}
