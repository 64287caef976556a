package io.cero.overflow;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one context that bring back what overflowed, so that no I/O thread waits for a
 * disk. There are none before the first queue overflows, and none a second after the last.
 *
 * <p>Any thread. Nobody interrupts them: that would close the files that they read.
 */
public final class MoverThreads implements Movers {
  private static final int THREADS = 2;

  private final String threadName;
  private @Nullable ScheduledThreadPoolExecutor pool;
  private boolean closed;
  private int started;

  /** Threads of this name and a number. */
  public MoverThreads(String threadName) {
    this.threadName = threadName;
  }

  @Override
  public boolean execute(Runnable task) {
    return schedule(task, 0);
  }

  @Override
  public synchronized boolean schedule(Runnable task, long nanos) {
    if (closed) {
      return false;
    }
    if (pool == null) {
      pool = new ScheduledThreadPoolExecutor(THREADS, this::newThread);
      pool.setKeepAliveTime(1, TimeUnit.SECONDS);
      pool.allowCoreThreadTimeOut(true);
      pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }
    try {
      Future<?> unused = pool.schedule(task, nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException closing) {
      return false;
    }
  }

  /** The pool asks for it within {@link #schedule}, or when a task has failed. */
  private synchronized Thread newThread(Runnable task) {
    Thread thread = new Thread(task, threadName + "-" + ++started);
    thread.setDaemon(true);
    return thread;
  }

  /** Does nothing more but what is under way. */
  public synchronized void close() {
    closed = true;
    if (pool != null) {
      pool.shutdown();
    }
  }
}
