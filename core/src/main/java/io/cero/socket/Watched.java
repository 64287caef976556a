package io.cero.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a {@link PollSet} watches. Whatever may have made it ready {@link #stir}s it; only
 * what was stirred is looked at.
 *
 * <pre>
 *             stir                 unlist, then examine: not ready
 *   RESTING --------> LISTED ----------------------------------------> RESTING
 *                      | ^
 *                      | '-- examine: ready, so it is looked at again by the next poll
 *                      '---------'
 * </pre>
 *
 * <p>What is listed is in one place: on the poll set's stack, or in the polling thread's hands.
 * Only who turns {@code listed} from false to true puts it there, and only the polling thread,
 * having taken it out, turns it back. So it is never in two places.
 */
public abstract class Watched {
  private static final VarHandle LISTED;

  static {
    try {
      LISTED = MethodHandles.lookup().findVarHandle(Watched.class, "listed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final PollSet set;
  final Whereabouts.Entry whereabouts;

  // Set by any thread; cleared by the polling thread.
  private volatile boolean listed;

  // Written before the push onto the stack.
  @Nullable Watched nextListed;

  // The polling thread's.
  private @Nullable Object attachment;
  private boolean removed;

  /** True if this was listed by the polling thread itself, so that it is not on the stack. */
  boolean held;

  Watched(PollSet set) {
    this.set = set;
    this.whereabouts = set.whereabouts.entry();
  }

  /** Has the next poll look at this, and ends a wait. Any thread. */
  public final void stir() {
    if (list()) {
      set.push(this);
    }
  }

  /** True if the caller has turned it to listed, and so must put it somewhere. */
  final boolean list() {
    return !listed && LISTED.compareAndSet(this, false, true);
  }

  /** What happens from here on lists it again. Before a look, by the polling thread. */
  final void unlist() {
    listed = false;
    VarHandle.fullFence(); // partner: whoever changed something and found this listed
  }

  /**
   * Looks; true if it is ready for some of what it is watched for. Called by the polling thread.
   */
  abstract boolean examine();

  /** A poll begins: what the last one found does not count any more. */
  abstract void forget();

  /** Lets go of what is watched. */
  abstract void detach();

  /** Keeps something of the polling thread's, for {@link #attachment}. */
  public final void attach(@Nullable Object object) {
    attachment = object;
  }

  /** What the polling thread has attached; null for nothing. */
  public final @Nullable Object attachment() {
    return attachment;
  }

  /** Stops watching. Called by the polling thread. */
  public final void remove() {
    if (!removed) {
      removed = true;
      whereabouts.remove();
      detach();
    }
  }

  /** True once it is not watched any more. */
  public final boolean isRemoved() {
    return removed;
  }
}
