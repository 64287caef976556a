package io.cero.toolkit;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future of something that a socket is to do.
 *
 * <pre>
 *            the turn has done it
 *   WAITING -----------------------> SETTLED: it is completed with what has come of it
 *      |
 *      '------- cancelled, timed out, completed by somebody -----> SETTLED: it is never done
 * </pre>
 *
 * <p>Whoever settles it first decides, so it is never both done and withdrawn.
 */
abstract class Pending<T extends @Nullable Object> extends CompletableFuture<T> {
  private final Queue<Pending<?>> queue;
  private final Turn turn;

  /** No monitor: a virtual thread may hold it while it writes to a channel. */
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private boolean settled;

  Pending(Queue<Pending<?>> queue, Turn turn) {
    this.queue = queue;
    this.turn = turn;
  }

  /** Tries to do it without waiting; false if that is not possible now. */
  abstract boolean attempt();

  /** What has come of it. */
  abstract T outcome();

  /** Tries to do it and completes the future; false if it must wait. By the turn. */
  final boolean serve() {
    Throwable failure = null;
    lock.lock();
    try {
      if (settled) {
        return true;
      }
      if (!attempt()) {
        return false;
      }
      settled = true;
    } catch (Throwable e) {
      failure = e; // an Error too: what comes behind must not wait for it
      settled = true;
    } finally {
      lock.unlock();
    }
    // What depends on it runs here, so nothing is held.
    if (failure == null) {
      super.complete(outcome());
    } else {
      super.completeExceptionally(failure);
    }
    return true;
  }

  /** Fails it, unless it is settled. */
  final void fail(RuntimeException why) {
    if (settle()) {
      super.completeExceptionally(why);
    }
  }

  private boolean settle() {
    lock.lock();
    try {
      boolean first = !settled;
      settled = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private boolean withdraw() {
    if (!settle()) {
      return false;
    }
    queue.remove(this);
    turn.signalled(); // the next one may be possible; and this may be the thread of the timeouts
    return true;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return (withdraw() && super.cancel(mayInterruptIfRunning)) || isCancelled();
  }

  @Override
  public boolean complete(T value) {
    return withdraw() && super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable fault) {
    return withdraw() && super.completeExceptionally(fault);
  }

  /** As every future does it, but by {@link #complete}, which what is inherited goes past. */
  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
    executor.execute(
        () -> {
          if (!isDone()) {
            completeWith(supplier);
          }
        });
    return this;
  }

  private void completeWith(Supplier<? extends T> supplier) {
    T value;
    try {
      value = supplier.get();
    } catch (Throwable fault) {
      completeExceptionally(new CompletionException(fault));
      return;
    }
    complete(value);
  }

  @Override
  public void obtrudeValue(T value) {
    withdraw();
    super.obtrudeValue(value);
  }

  @Override
  public void obtrudeException(Throwable fault) {
    withdraw();
    super.obtrudeException(fault);
  }
}
