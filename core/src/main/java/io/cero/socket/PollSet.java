package io.cero.socket;

import io.cero.InterruptedOperationException;
import io.cero.reactor.Reactor;
import io.cero.reactor.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
  /** Until when a poll waits. */
  private enum Limit {
    NOW,
    DEADLINE,
    NEVER
  }

  final Whereabouts whereabouts = new Whereabouts();
  private final Waiter waiter = new Waiter();
  private final AtomicReference<@Nullable Watched> listed = new AtomicReference<>();
  private final AtomicBoolean woken = new AtomicBoolean();

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

  /**
   * Ends the poll that waits, or else the next one at once. What the caller has written before is
   * seen by who polls. Any thread.
   */
  public void wake() {
    woken.set(true);
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
   * @param requireOpen looked at before every wait; throws if the poll must end
   * @return what is ready, valid until the next poll; empty if the time was over or it was woken
   * @throws InterruptedOperationException if the thread is interrupted and nothing is ready
   */
  public List<Watched> poll(long nanos, Runnable requireOpen) {
    if (nanos == 0) {
      return poll(Limit.NOW, 0, requireOpen);
    }
    return nanos == Long.MAX_VALUE
        ? poll(Limit.NEVER, 0, requireOpen)
        : poll(Limit.DEADLINE, System.nanoTime() + nanos, requireOpen);
  }

  /**
   * Waits, as {@link #poll} does, until a deadline, as {@link System#nanoTime} tells it. The clock
   * is looked at only if nothing is ready.
   */
  public List<Watched> pollUntil(long deadline, Runnable requireOpen) {
    return poll(Limit.DEADLINE, deadline, requireOpen);
  }

  private List<Watched> poll(Limit limit, long deadline, Runnable requireOpen) {
    beginAnew();
    while (true) {
      waiter.take();
      collect();
      examine();
      requireOpen.run();
      if (takeWake()) {
        requireOpen.run(); // again: who closes wakes, and may have done both since
        return ready;
      }
      if (!ready.isEmpty() || limit == Limit.NOW) {
        return ready;
      }
      long left = Long.MAX_VALUE;
      if (limit == Limit.DEADLINE) {
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

  private boolean takeWake() {
    return woken.get() && woken.getAndSet(false); // reads again: another may have come meanwhile
  }

  /** What the last poll found ready is due again. */
  private void beginAnew() {
    for (int i = 0; i < ready.size(); i++) {
      Watched again = ready.get(i);
      again.forget();
      if (again.held) {
        due.add(again);
      }
    }
    ready.clear();
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
