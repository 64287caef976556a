package io.cero.toolkit;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which thread is in a loop's run: one at a time. While there is one, it alone changes the loop.
 *
 * <p>Any thread.
 */
final class Occupant {
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  /** Lets a thread in, if nobody is. */
  boolean tryEnter(Thread next) {
    return thread.compareAndSet(null, next);
  }

  /**
   * Lets a thread in.
   *
   * @throws IllegalStateException if one is in already
   */
  void enter(Thread next) {
    if (!tryEnter(next)) {
      Thread inside = thread.get();
      throw new IllegalStateException(
          inside == Thread.currentThread()
              ? "this event loop is running already, and called the handler that enters it again:"
                  + " let the handler return"
              : "this event loop is running already, in thread '"
                  + (inside == null ? "that has just left" : inside.getName())
                  + "': stop it first, or make another one");
    }
  }

  void leave() {
    thread.set(null);
  }

  boolean isThere() {
    return thread.get() != null;
  }

  /** True if a thread is in that is not the calling one. */
  boolean isAnother() {
    Thread inside = thread.get();
    return inside != null && inside != Thread.currentThread();
  }

  /**
   * Refuses a change by one thread of what another runs.
   *
   * @throws IllegalStateException if another thread than the calling one is in
   */
  void refuseOthers() {
    Thread inside = thread.get();
    if (inside != null && inside != Thread.currentThread()) {
      throw new IllegalStateException(
          "thread '"
              + Thread.currentThread().getName()
              + "' changes an event loop that thread '"
              + inside.getName()
              + "' runs: hand the change in with execute(…)");
    }
  }
}
