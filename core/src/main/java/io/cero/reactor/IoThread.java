package io.cero.reactor;

import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that drives a reactor whenever no caller does, and looks after tails.
 *
 * <pre>
 *   DRIVING --- a caller wants the reactor ---> LOOKING ---- the same caller still drives,
 *      ^                                        |   ^        8 looks running -----------> ASLEEP
 *      '---- a look finds it free and no        |   |                                       |
 *            caller since the last look --------'   '-------- unparked by a leaving caller, '
 *                                                             a task or a tail
 * </pre>
 */
final class IoThread implements Runnable {
  static final long SHORTEST_LOOK = 50_000;
  static final long LONGEST_LOOK = 400_000;

  /** Looks that find the same caller still driving before the I/O thread falls asleep. */
  static final int PATIENCE = 8;

  private final HandOver handOver;
  private final DutyCycle dutyCycle;
  private static final long NEVER = Long.MAX_VALUE;

  private final Runnable sweep;
  private final WatchedTails tails = new WatchedTails();
  private final Thread thread;

  // The driver's, read by the I/O thread beside another driver.
  private volatile long sweepAt = NEVER;

  /**
   * A daemon that {@link #start} starts.
   *
   * @param sweep to be run by the driver when its time has come
   */
  IoThread(String name, HandOver handOver, DutyCycle dutyCycle, Runnable sweep) {
    this.sweep = sweep;
    this.handOver = handOver;
    this.dutyCycle = dutyCycle;
    this.thread = new Thread(this, name);
    this.thread.setDaemon(true);
  }

  // ------------------------------------------------------------------ any thread

  void start() {
    thread.start();
  }

  void unpark() {
    LockSupport.unpark(thread);
  }

  /** True once it was started and has ended. */
  boolean isOver() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  void join(long nanos) throws InterruptedException {
    thread.join(Math.max(1, nanos / 1_000_000));
  }

  // ------------------------------------------------------------------ the driver

  /** Has the driver run the sweep after a time. Only the driver. */
  HandOver.Wake sweepAfter(long nanos) {
    sweepAt = System.nanoTime() + nanos;
    return handOver.alarmSet();
  }

  // ------------------------------------------------------------------ the thread itself

  @Override
  public void run() {
    while (!handOver.isStopping()) {
      try {
        turn();
      } catch (RuntimeException | Error fault) {
        Report.fault("io.cero.reactor", Level.ERROR, "the I/O thread goes on after a fault", fault);
        look(LONGEST_LOOK); // in case that it comes again at once
      }
    }
    end();
  }

  /** Drives if nobody does, and then looks on until that is due again. */
  private void turn() {
    boolean watching = serveTails();
    if (handOver.tryDriveAsIoThread()) {
      drive(watching);
      if (watching && !handOver.isWanted()) {
        look(tails.pause());
        return;
      }
      handOn();
    }
    lookOn();
  }

  /**
   * Nobody has a reason to interrupt this thread but by mistake, in a callback that runs on it for
   * instance. With the flag set no wait would wait.
   */
  private static void forgetInterrupt() {
    boolean unused = Thread.interrupted();
  }

  /** Drives until a caller wants to, or tails were entered. */
  private void drive(boolean watching) {
    try {
      do {
        postSweep();
        dutyCycle.work();
        forgetInterrupt();
        dutyCycle.select(watching ? 0 : untilNextTimer());
        dutyCycle.work();
      } while (!handOver.isWanted() && !watching && !handOver.hasEntered());
    } finally {
      handOver.leaveAsIoThread();
    }
  }

  private long untilNextTimer() {
    long next = sweepAt;
    if (next == NEVER && !dutyCycle.hasTimers()) {
      return Long.MAX_VALUE;
    }
    long now = System.nanoTime();
    long timer = dutyCycle.untilNextTimer(now);
    return next == NEVER ? timer : Math.min(timer, Math.max(0, next - now));
  }

  /** Leaves the sweep to the driver if its time has come. */
  private void postSweep() {
    long next = sweepAt;
    if (next != NEVER && System.nanoTime() - next >= 0) {
      sweepAt = NEVER;
      if (handOver.post(sweep) == HandOver.Wake.SELECTOR) {
        dutyCycle.wakeSelector();
      }
    }
  }

  /** Tells the caller that wants the reactor that it is free. */
  private void handOn() {
    Waiter heir = handOver.takeWanted();
    if (heir != null) {
      heir.signal();
    }
  }

  /** Looks on while callers drive; returns when the I/O thread should try to drive. */
  private void lookOn() {
    long pause = SHORTEST_LOOK;
    int unchanged = 0;
    long seen = handOver.drives();
    while (!handOver.isStopping()) {
      postSweep();
      boolean watching = serveTails();
      if (unchanged >= PATIENCE && !watching) {
        sleep();
        unchanged = 0;
        pause = SHORTEST_LOOK;
        seen = handOver.drives();
        if (!handOver.isAwaited()) {
          continue; // the caller that woke us is likely to be back soon
        }
      } else {
        look(watching ? tails.pause() : pause);
      }
      long now = handOver.drives();
      if (handOver.isFree() && (now == seen || handOver.isAwaited())) {
        return;
      }
      unchanged = now == seen ? unchanged + 1 : 0;
      pause = Math.min(LONGEST_LOOK, pause * 2);
      seen = now;
    }
  }

  private void look(long nanos) {
    forgetInterrupt();
    if (handOver.beginLooking()) {
      LockSupport.parkNanos(this, nanos);
    }
    handOver.endLooking();
  }

  private void sleep() {
    forgetInterrupt();
    if (handOver.beginSleeping()) {
      long next = sweepAt;
      if (next == NEVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, next - System.nanoTime());
      }
    }
    handOver.endLooking();
  }

  private boolean serveTails() {
    tails.add(handOver.takeEntered());
    return tails.look();
  }

  private void end() {
    while (!handOver.tryDriveAsIoThread()) {
      dutyCycle.wakeSelector();
      LockSupport.parkNanos(this, LONGEST_LOOK);
    }
    dutyCycle.end();
  }
}
