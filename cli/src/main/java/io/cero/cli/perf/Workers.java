package io.cero.cli.perf;

import io.cero.ClosedException;
import io.cero.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Daemon threads that do a run's other sides. If one fails, the context is closed, so that
 * everybody else comes back.
 */
final class Workers {
  private final Context context;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  Workers(Context context) {
    this.context = context;
  }

  void start(String name, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (ClosedException over) {
                // the run is over, or another worker has failed
              } catch (Throwable e) { // memory may be short, too
                if (failure.compareAndSet(null, e)) {
                  context.close();
                }
              }
            },
            "cero-perf-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Waits for all of them. */
  void join() {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    check();
  }

  /** Throws what a worker has thrown. */
  void check() {
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
