package io.cero.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Runs a scenario in every interleaving of its threads' shared accesses, up to a number of
 * preemptions.
 *
 * <p>The code that runs is the code that is shipped: {@link Instrumented} puts a call before every
 * access to a volatile field and an atomic object, and in place of parking. All accesses are
 * explored as if they were sequentially consistent; what fences are for is left to jcstress.
 */
public final class Explorer {
  private static final int MOST = 3_000_000;

  private final List<Worker> pool = new ArrayList<>();
  private final AtomicInteger busy = new AtomicInteger();
  private volatile Thread waiting;

  /** Runs all; the number of interleavings. Throws with the steps of the first that fails. */
  public int explore(Supplier<Scenario> scenarios) {
    Decisions decisions = new Decisions();
    int runs = 0;
    do {
      String failure = new Model(this, scenarios.get(), decisions, false).run();
      runs++;
      if (failure != null) {
        decisions.rewind();
        Model again = new Model(this, scenarios.get(), decisions, true);
        again.run();
        throw new AssertionError(
            failure + "\n  in interleaving " + runs + ":\n  " + String.join("\n  ", again.trace()));
      }
      if (runs == MOST) {
        throw new AssertionError("more than " + MOST + " interleavings");
      }
    } while (decisions.advance());
    return runs;
  }

  Worker worker(int number) {
    while (pool.size() <= number) {
      Worker worker = new Worker(this, pool.size());
      pool.add(worker);
      worker.start();
    }
    return pool.get(number);
  }

  /** A worker begins. The first one is begun here, every other by one that is busy. */
  void busy() {
    busy.incrementAndGet();
  }

  void idle() {
    if (busy.decrementAndGet() == 0) {
      LockSupport.unpark(waiting);
    }
  }

  /** Has a worker begin, and waits until it and all that began after it are idle. */
  void play(Worker first) {
    waiting = Thread.currentThread();
    first.giveTurn();
    while (busy.get() != 0) {
      LockSupport.park(this);
    }
  }
}
