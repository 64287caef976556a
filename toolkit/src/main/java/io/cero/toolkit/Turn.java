package io.cero.toolkit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that an executor does, one thread at a time, whenever it is due.
 *
 * <pre>
 *              due: handed to the executor           the executor runs it
 *   RESTING ----------------------------------> DUE ----------------------> TAKEN
 *      ^                                         ^                           | |
 *      |                                         '-------- due --------------' |
 *      '---------------- nothing more to do, and not due meanwhile ------------'
 * </pre>
 *
 * <p>It is TAKEN before it looks what there is to do, and what there is to do is written before it
 * is due. So either the look finds it, or it is DUE when the look is over and looks again.
 */
final class Turn implements Runnable {
  private static final Logger LOG = System.getLogger("io.cero.toolkit");

  /** Looks in a row before others have a go at the executor. */
  private static final int ROUNDS = 16;

  private enum State {
    RESTING,
    DUE,
    TAKEN
  }

  private final Executor executor;
  private final BooleanSupplier work;
  private final AtomicReference<State> state = new AtomicReference<>(State.RESTING);
  private volatile @Nullable RuntimeException refusal;

  /** A thread that may not do the work, while it hands it in; another's may cover it. */
  private volatile @Nullable Thread signaller;

  /**
   * Work that is not due yet.
   *
   * @param work does what can be done now; true if there may be more
   */
  Turn(Executor executor, BooleanSupplier work) {
    this.executor = executor;
    this.work = work;
  }

  /**
   * Sees that the executor has threads of its own.
   *
   * @throws IllegalArgumentException if it runs a task in the thread that hands it in
   */
  void requireThreads() {
    Thread caller = Thread.currentThread();
    AtomicReference<@Nullable Thread> within = new AtomicReference<>(caller);
    boolean[] inline = new boolean[1];
    executor.execute(
        () -> {
          if (Thread.currentThread() == caller && within.get() == caller) {
            inline[0] = true;
          }
        });
    within.set(null);
    if (inline[0]) {
      throw new IllegalArgumentException(
          "the executor runs tasks in the thread that hands them in, which would be an I/O thread:"
              + " give one that has threads of its own, as ForkJoinPool.commonPool()");
    }
  }

  /** Why the executor has refused the work; null as long as it has not. */
  @Nullable RuntimeException refusal() {
    return refusal;
  }

  /** There is something to do. Any thread. */
  void due() {
    noticeTheEnd();
    State before = state.getAndSet(State.DUE);
    if (before == State.RESTING || (before == State.DUE && refusal != null)) {
      handIn();
    }
  }

  /** An executor that is shut down refuses only what it is given, and may drop what it has. */
  private void noticeTheEnd() {
    if (refusal == null && executor instanceof ExecutorService service && service.isShutdown()) {
      refusal = new RejectedExecutionException("the executor was shut down");
    }
  }

  /** There may be something to do, says a thread that must not do it. */
  void signalled() {
    signaller = Thread.currentThread();
    due();
    signaller = null;
  }

  private void handIn() {
    if (refusal == null) {
      try {
        executor.execute(this);
        return;
      } catch (RuntimeException e) {
        refusal = e;
      }
    }
    ForkJoinPool.commonPool().execute(this);
  }

  @Override
  public void run() {
    if (signaller == Thread.currentThread()) {
      ForkJoinPool.commonPool().execute(this);
      return;
    }
    for (int i = 0; i < ROUNDS; i++) {
      if (!state.compareAndSet(State.DUE, State.TAKEN)) {
        return; // another was handed in for it meanwhile
      }
      if (!doWork() && state.compareAndSet(State.TAKEN, State.RESTING)) {
        return;
      }
      state.set(State.DUE);
    }
    handIn();
  }

  private boolean doWork() {
    try {
      return work.getAsBoolean();
    } catch (Throwable fault) {
      LOG.log(Level.ERROR, "a turn of an asynchronous socket failed; the next one goes on", fault);
      return false;
    }
  }
}
