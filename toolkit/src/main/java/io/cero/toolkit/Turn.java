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
 *      |                    its look is over     |                       due | |
 *      |                                         '------- TAKEN_AGAIN <------' |
 *      '---------------- nothing more to do, and not due meanwhile ------------'
 * </pre>
 *
 * <p>It is TAKEN before it looks what there is to do, and what there is to do is written before it
 * is due. So either the look finds it, or it is TAKEN_AGAIN when the look is over, and looks again.
 *
 * <p>Only who has taken it makes it DUE again, so it may be handed in more often than it is due: a
 * copy that finds it otherwise does nothing.
 */
final class Turn implements Droppable {
  private static final Logger LOG = System.getLogger("io.cero.toolkit");

  /** Looks in a row before others have a go at the executor. */
  private static final int ROUNDS = 16;

  private enum State {
    RESTING,
    DUE,
    TAKEN,
    TAKEN_AGAIN;

    State whenDue() {
      return this == TAKEN || this == TAKEN_AGAIN ? TAKEN_AGAIN : DUE;
    }
  }

  private final Executor executor;
  private final BooleanSupplier work;
  private final AtomicReference<State> state = new AtomicReference<>(State.RESTING);
  private volatile @Nullable RuntimeException refusal;

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
    if (becomesDue()) {
      handIn(this);
    }
  }

  /** There may be something to do, says a thread that must not do it. */
  void signalled() {
    if (becomesDue() && handInFromHere()) {
      ForkJoinPool.commonPool().execute(this);
    }
  }

  /** The executor has dropped it: it will not run anything more. */
  @Override
  public void dropped() {
    if (refusal == null) {
      refusal = new RejectedExecutionException("the executor was closed");
    }
    due();
  }

  /** True if it must be handed in; or again, since it may be lost. */
  private boolean becomesDue() {
    noticeTheEnd();
    State before = state.getAndUpdate(State::whenDue);
    return before == State.RESTING || (before == State.DUE && refusal != null);
  }

  /** An executor that is shut down refuses only what it is given, and may drop what it has. */
  private void noticeTheEnd() {
    if (refusal == null && isOver(executor)) {
      refusal = new RejectedExecutionException("the executor was shut down");
    }
  }

  private static boolean isOver(Executor executor) {
    return executor instanceof EventLoop loop
        ? loop.isClosed()
        : executor instanceof ExecutorService service && service.isShutdown();
  }

  private void handIn(Runnable task) {
    if (refusal == null) {
      try {
        executor.execute(task);
        return;
      } catch (RuntimeException e) {
        refusal = e;
      } catch (Throwable fault) {
        refusal = new RejectedExecutionException("the executor failed to take a turn", fault);
      }
    }
    ForkJoinPool.commonPool().execute(this);
  }

  /**
   * Hands it in for any other thread than this one.
   *
   * @return true if the executor is full and would have this one do it: then the caller sees to it
   */
  private boolean handInFromHere() {
    Copy copy = new Copy(Thread.currentThread());
    handIn(copy);
    copy.giver = null;
    return copy.cameBack;
  }

  /** The turn, handed in by a thread within which it must not run. */
  private final class Copy implements Droppable {
    /** Who hands it in, until that is done. */
    private volatile @Nullable Thread giver;

    /** Of the giver. */
    private boolean cameBack;

    Copy(Thread giver) {
      this.giver = giver;
    }

    @Override
    public void run() {
      if (giver == Thread.currentThread()) {
        cameBack = true;
      } else {
        Turn.this.run();
      }
    }

    @Override
    public void dropped() {
      Turn.this.dropped();
    }
  }

  @Override
  public void run() {
    boolean mine;
    do {
      mine = !isDone() && handInFromHere(); // a full executor has this thread go on
    } while (mine);
  }

  /** Looks some times; false if others should have a go at the executor, and then it again. */
  private boolean isDone() {
    for (int i = 0; i < ROUNDS; i++) {
      if (!state.compareAndSet(State.DUE, State.TAKEN)) {
        return true; // another was handed in for it meanwhile
      }
      if (!doWork() && state.compareAndSet(State.TAKEN, State.RESTING)) {
        return true;
      }
      state.set(State.DUE);
    }
    return false;
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
