package io.cero.socket;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that look names up, which may take seconds. There are none before the first name, and
 * none a second after the last; most programs connect to addresses.
 *
 * <p>Any thread.
 */
final class Resolver implements Executor {
  private static final int THREADS = 4;

  private final String threadName;
  private @Nullable ThreadPoolExecutor pool;
  private boolean closed;
  private int started;

  /** Threads of this name and a number. */
  Resolver(String threadName) {
    this.threadName = threadName;
  }

  @Override
  public synchronized void execute(Runnable lookUp) {
    if (closed) {
      throw new RejectedExecutionException("the context is closing");
    }
    if (pool == null) {
      pool =
          new ThreadPoolExecutor(
              THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
      pool.allowCoreThreadTimeOut(true);
    }
    pool.execute(lookUp);
  }

  /** The pool asks for it within {@link #execute}, or when a look-up has failed. */
  private synchronized Thread newThread(Runnable task) {
    Thread thread = new Thread(task, threadName + "-" + ++started);
    thread.setDaemon(true);
    return thread;
  }

  /** Looks nothing more up; who is being looked up is interrupted. */
  synchronized void close() {
    closed = true;
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
