package io.cero.explore;

/** What instrumented code calls: before a shared access, and instead of blocking. */
public final class Hooks {
  private Hooks() {}

  /** Comes before every access to a volatile field or an atomic object. */
  public static void step() {
    if (Thread.currentThread() instanceof Worker worker) {
      worker.model().step(worker);
    }
  }

  /** Stands for {@link java.util.concurrent.locks.LockSupport#park(Object)}. */
  public static void park(Object blocker) {
    Worker worker = (Worker) Thread.currentThread();
    worker.model().block(worker, Model.Doing.PARKED, () -> worker.permit);
    worker.permit = false;
  }

  /** Stands for {@link java.util.concurrent.locks.LockSupport#parkNanos(Object, long)}. */
  public static void parkNanos(Object blocker, long nanos) {
    Worker worker = (Worker) Thread.currentThread();
    worker.model().block(worker, Model.Doing.PARKED_FOR_A_TIME, () -> worker.permit);
    worker.permit = false;
  }

  /** Stands for {@link java.util.concurrent.locks.LockSupport#unpark(Thread)}. */
  public static void unpark(Thread thread) {
    Worker worker = (Worker) Thread.currentThread();
    worker.model().step(worker);
    worker.model().unpark(thread);
  }

  /** Stands for {@link Thread#start}. */
  public static void start(Thread thread) {
    Worker worker = (Worker) Thread.currentThread();
    worker.model().adopt(thread);
  }
}
