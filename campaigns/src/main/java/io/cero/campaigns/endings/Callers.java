package io.cero.campaigns.endings;

import io.cero.campaigns.frame.LateException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Threads that make calls for a campaign, and how each call ended. */
public final class Callers {
  /** What is called. */
  @FunctionalInterface
  public interface Body {
    Outcome run() throws Exception;
  }

  private static final @Nullable ThreadFactory VIRTUAL = virtualThreads();

  private final Pulse pulse = new Pulse();
  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService pool =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "caller-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private static @Nullable ThreadFactory virtualThreads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
      return (ThreadFactory) factory.invoke(builder);
    } catch (ReflectiveOperationException e) {
      return null; // before JDK 21
    }
  }

  public static boolean haveVirtualThreads() {
    return VIRTUAL != null;
  }

  /** Makes a call, on a virtual thread if that is wished and possible. */
  public Call call(boolean onVirtualThread, Body body) {
    Call call = new Call(body, pulse);
    if (onVirtualThread && VIRTUAL != null) {
      VIRTUAL.newThread(call).start();
    } else {
      pool.execute(call);
    }
    return call;
  }

  /** Does something that must end in time. */
  void within(Duration bound, String what, Body body) throws InterruptedException {
    call(false, body).ended(bound, what);
  }

  /** Waits for its threads. */
  public void end() throws InterruptedException {
    pool.shutdown();
    if (!pool.awaitTermination(30, TimeUnit.SECONDS)) {
      throw new LateException("a caller does not end");
    }
    pulse.close();
  }

  /** For how long this process was not run at a stretch, at most. */
  long longestStandstillNanos() {
    return pulse.longest();
  }

  /** One call. */
  public static final class Call implements Runnable {
    private final Body body;
    private final Pulse pulse;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Outcome outcome;
    private volatile @Nullable Throwable failure;
    private volatile long endedNanos;
    private volatile boolean over;
    private volatile @Nullable Thread waiting;

    Call(Body body, Pulse pulse) {
      this.body = body;
      this.pulse = pulse;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      try {
        outcome = body.run();
      } catch (Throwable e) {
        failure = e;
      }
      endedNanos = System.nanoTime();
      over = true;
      LockSupport.unpark(waiting);
    }

    boolean isOver() {
      return over;
    }

    /** Waits until it has its thread. */
    Thread thread() {
      Thread running = thread;
      while (running == null) {
        Thread.yield();
        running = thread;
      }
      return running;
    }

    /** Waits until its thread sleeps, or it is over; gives up after a while. */
    void awaitSleep(long nanos) {
      long deadline = System.nanoTime() + nanos;
      Thread running = thread();
      while (!over && System.nanoTime() - deadline < 0) {
        Thread.State state = running.getState();
        if (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) {
          return;
        }
        Thread.yield();
      }
    }

    /** When it was over, by {@link System#nanoTime}. */
    long endedNanos() {
      return endedNanos;
    }

    /**
     * Waits for the end; throws with every thread's stack if that does not come in time. While this
     * process was not run at all, the time did not run either.
     */
    public Outcome ended(Duration bound, String what) throws InterruptedException {
      long deadline = System.nanoTime() + bound.toNanos() - pulse.lost();
      waiting = Thread.currentThread();
      while (!over) {
        long left = deadline + pulse.lost() - System.nanoTime();
        if (left <= 0) {
          throw new LateException(what + " did not end within " + bound);
        }
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      Throwable thrown = failure;
      if (thrown != null) {
        throw new AssertionError(what + " failed", thrown);
      }
      Outcome result = outcome;
      if (result == null) {
        throw new IllegalStateException("no outcome");
      }
      return result;
    }
  }
}
