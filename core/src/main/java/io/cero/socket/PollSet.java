package io.cero.socket;

import io.cero.InterruptedOperationException;
import io.cero.reactor.Reactor;
import io.cero.reactor.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for many things at one waiter, and looks only at those to which something happened.
 *
 * <p>What is watched stays attached between polls and lists itself here, on a stack without locks,
 * when something happens to it or it is used. A poll examines what is listed and what the last poll
 * found ready. So its cost grows with what happens, not with what is watched.
 *
 * <p>One thread polls and changes what is watched; any thread lists and wakes.
 */
public final class PollSet {
  final Whereabouts whereabouts = new Whereabouts();
  private final Waiter waiter = new Waiter();
  private final AtomicReference<@Nullable Watched> listed = new AtomicReference<>();

  // The polling thread's.
  private final List<Watched> ready = new ArrayList<>();
  private final List<Watched> due = new ArrayList<>();

  void push(Watched watched) {
    Watched below;
    do {
      below = listed.get();
      watched.nextListed = below;
    } while (!listed.compareAndSet(below, watched));
    waiter.signal();
  }

  /** Ends a wait, so that the poll looks whether it must stop. Any thread. */
  public void wake() {
    waiter.signal();
  }

  /** The one reactor on which everything watched lives; null if there is none or several. */
  public @Nullable Reactor soleReactor() {
    return whereabouts.sole();
  }

  /**
   * Waits until something is ready.
   *
   * @param nanos how long: 0 for not at all, {@link Long#MAX_VALUE} for ever
   * @param stop looked at before every wait, and throws if the poll must end; true ends it with
   *     nothing ready
   * @return what is ready, valid until the next poll; empty if the time was over
   * @throws InterruptedOperationException if the thread is interrupted and nothing is ready
   */
  public List<Watched> poll(long nanos, BooleanSupplier stop) {
    long deadline = nanos == Long.MAX_VALUE || nanos == 0 ? 0 : System.nanoTime() + nanos;
    for (int i = 0; i < ready.size(); i++) {
      Watched again = ready.get(i);
      again.forget();
      if (again.held) {
        due.add(again);
      }
    }
    ready.clear();
    while (true) {
      waiter.take();
      collect();
      examine();
      if (stop.getAsBoolean() || !ready.isEmpty() || nanos == 0) {
        return ready;
      }
      long left = Long.MAX_VALUE;
      if (nanos != Long.MAX_VALUE) {
        left = deadline - System.nanoTime();
        if (left <= 0) {
          return ready;
        }
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedOperationException("poll");
      }
      whereabouts.await(waiter, left);
    }
  }

  private void collect() {
    Watched watched = listed.get() == null ? null : listed.getAndSet(null);
    while (watched != null) {
      Watched below = watched.nextListed;
      watched.nextListed = null;
      due.add(watched);
      watched = below;
    }
  }

  /** Examines what is due, oldest first; what throws stays due, and so does the rest. */
  private void examine() {
    while (!due.isEmpty()) {
      Watched watched = due.remove(due.size() - 1);
      if (watched.isRemoved()) {
        continue;
      }
      watched.unlist();
      boolean isReady;
      try {
        isReady = watched.examine();
      } catch (RuntimeException e) {
        if (watched.list()) {
          due.add(watched);
        }
        throw e;
      }
      if (isReady) {
        watched.held = watched.list(); // otherwise it is on the stack already
        ready.add(watched);
      }
    }
  }
}
