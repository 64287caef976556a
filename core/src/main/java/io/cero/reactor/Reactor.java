package io.cero.reactor;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * A selector with its timers and its work, and an I/O thread that drives it whenever no caller
 * does.
 *
 * <p><b>Driving</b> is a right that one thread has at a time. A caller that waits for its own
 * message takes the reactor when it is free, or asks the I/O thread for it, selects and reads
 * itself, and leaves it free. It does not wake the I/O thread when it leaves: the I/O thread
 * <em>looks</em> every fraction of a millisecond and takes over when a look finds the reactor free
 * and no caller has come since the last one.
 *
 * <p>When several callers wait, only one could drive and the others would need waking, so then the
 * I/O thread drives and the callers park.
 *
 * <p>{@link HandOver} holds who drives and who must be woken, {@link DutyCycle} what a driver does,
 * {@link IoThread} when the I/O thread drives; here is what callers do.
 */
public final class Reactor {
  private static final long SWEEP_INTERVAL = 500_000_000;

  /** Looks of a busy caller at its own channel between two at all channels, tasks and timers. */
  private static final int OWN_LOOKS = 32;

  private final HandOver handOver = new HandOver();
  private final DutyCycle dutyCycle;
  private final IoThread ioThread;
  private volatile boolean stirred;

  /** A reactor whose I/O thread, a daemon, is started with {@link #start}. */
  public Reactor(String threadName) throws IOException {
    this(threadName, Selector.open());
  }

  /** A reactor over a selector that is its own from now on. */
  Reactor(String threadName, Selector selector) {
    this.dutyCycle = new DutyCycle(selector, handOver);
    this.ioThread = new IoThread(threadName, handOver, dutyCycle, this::sweep);
  }

  /** Starts the I/O thread. */
  public void start() {
    ioThread.start();
  }

  // ------------------------------------------------------------------ any thread

  /** Has a task run by the driver, soon. */
  public void execute(Runnable task) {
    wake(handOver.post(task));
  }

  /** True if the calling thread drives at this moment. */
  public boolean isDriver() {
    return handOver.isDriver();
  }

  /** Has the I/O thread look after something published until its burst is over. */
  public void watch(Tail tail) {
    wake(handOver.enter(tail));
  }

  /** Applies a change of interest that another thread than the driver made. */
  public void interestChanged() {
    if (!isDriver()) {
      wake(handOver.interestChanged());
    }
  }

  /** Says that there has been traffic, so that idle memory is looked for later. */
  public void stir() {
    if (!stirred) {
      stirred = true;
      execute(this::armSweep);
    }
  }

  private void wake(HandOver.Wake wake) {
    if (wake == HandOver.Wake.SELECTOR) {
      dutyCycle.wakeSelector();
    } else if (wake == HandOver.Wake.IO_THREAD) {
      ioThread.unpark();
    }
  }

  // ------------------------------------------------------------------ the driver

  /** Sets a timer to go off after a time. Only the driver. */
  public void schedule(Timer timer, long nanos) {
    dutyCycle.schedule(timer, nanos);
  }

  /** Calls a timer off. Only the driver. */
  public void cancel(Timer timer) {
    dutyCycle.cancel(timer);
  }

  /** Registers a non-blocking channel. Only the driver. */
  public SelectionKey register(SelectableChannel channel, int operations, ChannelHandler handler)
      throws IOException {
    return dutyCycle.register(channel, operations, handler);
  }

  /** Lets the selector forget channels that were closed, so that their descriptors are free. */
  public void flushClosed() {
    dutyCycle.flushClosed();
  }

  /**
   * Leaves it to the I/O thread to remember: a caller's wait with a timer costs more than one
   * without.
   */
  private void armSweep() {
    wake(ioThread.sweepAfter(SWEEP_INTERVAL));
  }

  private void sweep() {
    stirred = false;
    if (!dutyCycle.sweep()) {
      stirred = true;
      armSweep();
    }
  }

  // ------------------------------------------------------------------ callers

  /**
   * Waits until the token of a waiter is given, driving the reactor if that is possible; may return
   * early for no reason.
   *
   * @param waiter where signals for the calling thread arrive
   * @param nanos how long at most; {@link Long#MAX_VALUE} for no limit
   * @param mayDrive true if all that the caller waits for lives on this reactor
   * @param direct the caller's only channel, or null
   * @param busy how many nanoseconds to look again and again before the thread sleeps
   */
  public void await(
      Waiter waiter, long nanos, boolean mayDrive, @Nullable DirectRead direct, long busy) {
    boolean asking = mayDrive && handOver.mayAsk() && !Thread.currentThread().isInterrupted();
    if (asking) {
      if (handOver.tryDriveAsCaller()) {
        try {
          driveFor(waiter, nanos, direct, busy);
        } finally {
          leave(direct);
        }
        return;
      }
      wake(handOver.ask(waiter));
    }
    long left = nanos;
    if (busy > 0) {
      long most = Math.min(nanos, busy);
      if (lookBeside(waiter, most, direct, asking)) {
        return;
      }
      left = nanos == Long.MAX_VALUE ? nanos : nanos - most;
    }
    HandOver.Parking parking = handOver.beginParking(asking);
    try {
      if (parking == HandOver.Parking.TRY_AGAIN) {
        return;
      }
      if (parking == HandOver.Parking.WAKE_IO_THREAD_AND_PARK) {
        ioThread.unpark();
      }
      waiter.park(left);
    } finally {
      handOver.endParking();
    }
  }

  private void leave(@Nullable DirectRead direct) {
    try {
      if (direct != null) {
        direct.end();
      }
    } finally {
      wake(handOver.leaveAsCaller());
    }
  }

  private void driveFor(Waiter waiter, long nanos, @Nullable DirectRead direct, long busy) {
    long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
    if (direct != null) {
      direct.begin();
      if (waiter.isSignalled()) {
        if (direct.isTurnOver()) {
          direct.newTurn();
          serve();
        }
        return;
      }
      direct.newTurn();
    }
    if (busy > 0 && lookDriving(waiter, Math.min(nanos, busy), direct)) {
      return;
    }
    while (true) {
      dutyCycle.work();
      if (waiter.isSignalled()) {
        return;
      }
      long left = Long.MAX_VALUE;
      long now = nanos == Long.MAX_VALUE && !dutyCycle.hasTimers() ? 0 : System.nanoTime();
      if (nanos != Long.MAX_VALUE) {
        left = deadline - now;
        if (left <= 0) {
          return;
        }
      }
      if (!dutyCycle.selectFor(waiter, Math.min(left, dutyCycle.untilNextTimer(now)))) {
        return;
      }
      if (mustLeave()) {
        return;
      }
    }
  }

  /** Looks again and again, for a time at most; true if the caller shall not wait any more. */
  private boolean lookDriving(Waiter waiter, long nanos, @Nullable DirectRead direct) {
    long begin = System.nanoTime();
    for (int looks = 1; ; looks++) {
      if (direct == null || looks % OWN_LOOKS == 0) {
        serve();
      } else {
        direct.read();
      }
      if (waiter.isSignalled() || mustLeave()) {
        return true;
      }
      if (System.nanoTime() - begin >= nanos) {
        return false;
      }
    }
  }

  /** The same for a caller beside whom another thread drives. */
  private boolean lookBeside(
      Waiter waiter, long nanos, @Nullable DirectRead direct, boolean asking) {
    long begin = System.nanoTime();
    while (true) {
      if (direct != null) {
        direct.read();
      }
      if (waiter.isSignalled() || mustLeave() || (asking && handOver.isFree())) {
        return true;
      }
      if (System.nanoTime() - begin >= nanos) {
        return false;
      }
      Thread.onSpinWait();
    }
  }

  private boolean mustLeave() {
    return handOver.isStopping() || Thread.currentThread().isInterrupted();
  }

  private void serve() {
    dutyCycle.work();
    dutyCycle.select(0);
  }

  /** Serves every channel once without waiting, if nobody drives. Called by a busy receiver. */
  public void glance() {
    if (handOver.tryDriveAsCaller()) {
      try {
        serve();
      } finally {
        wake(handOver.leaveAsCaller());
      }
    }
  }

  // ------------------------------------------------------------------ the end

  /** Gives up a reactor that was never started. */
  public void discard() {
    dutyCycle.discard();
  }

  /** Ends the I/O thread, once it has run the tasks that are there; closes what is registered. */
  public void close() {
    handOver.stop();
    dutyCycle.wakeSelector();
    ioThread.unpark();
  }

  /** True once the I/O thread has ended: no task is run any more. */
  public boolean isOver() {
    return handOver.isStopping() && ioThread.isOver();
  }

  /** Waits for the I/O thread to end. */
  public void join(long nanos) throws InterruptedException {
    ioThread.join(nanos);
  }
}
