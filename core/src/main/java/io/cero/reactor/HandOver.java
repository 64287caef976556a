package io.cero.reactor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who drives a reactor, who waits for it, what is left to do, and who has to be woken: the state
 * that callers and the I/O thread share, and its steps.
 *
 * <p>No step blocks or wakes: it says what its caller has to do next. {@link Reactor}, {@link
 * IoThread} and {@link DutyCycle} do that.
 *
 * <pre>
 *   driver:     FREE --tryDriveAsCaller--> CALLER --leaveAsCaller--> FREE
 *               FREE --tryDriveAsIoThread--> IO --leaveAsIoThread--> FREE
 *
 *   selecting:  false --beginSelecting--> true --endSelecting--> false           (whoever drives)
 *
 *   ioState:    RUNNING --beginLooking--> LOOKING --endLooking--> RUNNING      (the I/O thread)
 *               RUNNING --beginSleeping--> ASLEEP --endLooking--> RUNNING
 * </pre>
 *
 * <p><b>Nothing is lost</b> because every step of the first column writes, fences and then looks at
 * what the steps of the second column write before they fence and look; so of any two, one sees the
 * other:
 *
 * <pre>
 *   post            the task           beginSelecting (any driver), beginLooking, leaveAsCaller
 *   enter           the tail           beginSelecting (the I/O thread), beginLooking, beginSleeping
 *   ask             the wish to drive  beginSelecting (the I/O thread)
 *   beginParking    the parked caller  leaveAsCaller, beginLooking
 *   leaveAsCaller   the free reactor   beginSleeping
 *   alarmSet        the sweep's time   beginSleeping
 *   stop            the end            beginSelecting, beginLooking, beginSleeping, leaveAsCaller
 * </pre>
 *
 * <p>One thing may wait for the I/O thread's next look, which is never far, for its state is
 * LOOKING then: a parked caller beside one to whom the reactor was just handed ({@link #heirs}).
 */
final class HandOver {
  /** Who has to be woken after a step. */
  enum Wake {
    NOBODY,
    SELECTOR,
    IO_THREAD
  }

  /** What a caller has to do that cannot drive. */
  enum Parking {
    /** The reactor has become free. */
    TRY_AGAIN,
    PARK,
    WAKE_IO_THREAD_AND_PARK
  }

  private static final int FREE = 0;
  private static final int IO = 1;
  private static final int CALLER = 2;

  private static final int RUNNING = 0;
  private static final int LOOKING = 1;
  private static final int ASLEEP = 2;

  private static final VarHandle DRIVER;

  static {
    try {
      DRIVER = MethodHandles.lookup().findVarHandle(HandOver.class, "driver", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Tail> entered = new AtomicReference<>();
  private final AtomicInteger parkedCallers = new AtomicInteger();

  // Any thread, by compare-and-set; released by plain volatile write of the holder.
  private volatile int driver;

  // The I/O thread's.
  private volatile int ioState;

  // Callers that still count as parked although the reactor was just handed to them.
  private int heirs;

  // The driver's, handed on by the release and acquire of the right to drive.
  private volatile boolean selecting;
  private @Nullable Thread driverThread;
  private volatile long drives;

  // Written by callers, taken by the I/O thread.
  private volatile @Nullable Waiter wanted;

  private volatile boolean stopping;

  // ------------------------------------------------------------------ any thread

  /** Leaves a task to whoever drives. */
  Wake post(Runnable task) {
    tasks.add(task);
    VarHandle.fullFence(); // partners: beginSelecting, beginLooking, leaveAsCaller
    if (selecting) {
      return Wake.SELECTOR;
    }
    return ioState != RUNNING ? Wake.IO_THREAD : Wake.NOBODY;
  }

  /** Leaves a tail to the I/O thread. */
  Wake enter(Tail tail) {
    if (tail.enter()) {
      @Nullable Tail top;
      do {
        top = entered.get();
        tail.nextTail = top;
      } while (!entered.compareAndSet(top, tail));
    }
    VarHandle.fullFence(); // partners: beginSelecting, beginLooking, beginSleeping
    if (ioState != RUNNING) {
      return Wake.IO_THREAD;
    }
    return selecting && driver == IO ? Wake.SELECTOR : Wake.NOBODY;
  }

  /** Says that a key's interest was changed by another thread than the driver. */
  Wake interestChanged() {
    VarHandle.fullFence(); // partner: beginSelecting, and the selector's own look at its keys
    return selecting ? Wake.SELECTOR : Wake.NOBODY;
  }

  /** Says that the driver has set the I/O thread an alarm. */
  Wake alarmSet() {
    VarHandle.fullFence(); // partner: beginSleeping
    return ioState == ASLEEP ? Wake.IO_THREAD : Wake.NOBODY;
  }

  /** Ends it all: both the selector and the I/O thread have to be woken. */
  void stop() {
    stopping = true;
    VarHandle.fullFence(); // partners: beginSelecting, beginLooking, beginSleeping, leaveAsCaller
  }

  boolean isStopping() {
    return stopping;
  }

  /** True if the calling thread drives at this moment. */
  boolean isDriver() {
    return driverThread == Thread.currentThread();
  }

  // ------------------------------------------------------------------ callers

  /** True if a caller may ask to drive: with others waiting, the I/O thread drives for all. */
  boolean mayAsk() {
    return parkedCallers.get() == 0 && !stopping;
  }

  /** Takes the right to drive for a caller, if nobody has it. */
  boolean tryDriveAsCaller() {
    if (!tryDrive(CALLER)) {
      return false;
    }
    long next = drives + 1; // the driver alone writes
    drives = next;
    return true;
  }

  /** Gives the right to drive up. */
  Wake leaveAsCaller() {
    leave();
    VarHandle.fullFence(); // partners: post, beginParking, beginSleeping, stop
    boolean left = ioState == ASLEEP || stopping || parkedCallers.get() > 0 || !tasks.isEmpty();
    return left ? Wake.IO_THREAD : Wake.NOBODY;
  }

  /** Asks the I/O thread to let a caller drive, if it is the one who drives. */
  Wake ask(Waiter waiter) {
    if (driver != IO) {
      return Wake.NOBODY;
    }
    wanted = waiter;
    VarHandle.fullFence(); // partner: beginSelecting
    return selecting ? Wake.SELECTOR : Wake.NOBODY;
  }

  /**
   * Counts a caller that is about to park; {@link #endParking} must follow.
   *
   * @param asking true if it would rather drive
   */
  Parking beginParking(boolean asking) {
    parkedCallers.incrementAndGet(); // partners: leaveAsCaller, beginLooking
    if (driver != FREE) {
      return Parking.PARK;
    }
    if (asking) {
      return Parking.TRY_AGAIN;
    }
    return ioState != RUNNING ? Parking.WAKE_IO_THREAD_AND_PARK : Parking.PARK;
  }

  /** A caller does not park any more. */
  void endParking() {
    parkedCallers.decrementAndGet();
  }

  // ------------------------------------------------------------------ the driver

  /**
   * Announces that the driver is about to select.
   *
   * @param asIoThread true if the I/O thread drives, or nobody in particular
   * @return true if it may block in there; false if something is left to do
   */
  boolean beginSelecting(boolean asIoThread) {
    selecting = true;
    VarHandle.fullFence(); // partners: post, enter, ask, interestChanged, stop
    return tasks.isEmpty()
        && !stopping
        && !(asIoThread && (wanted != null || entered.get() != null));
  }

  boolean isSelecting() {
    return selecting;
  }

  /** The driver has left the selector. */
  void endSelecting() {
    selecting = false;
  }

  /** How many tasks are left; at least as many can be taken. */
  int tasks() {
    return tasks.size();
  }

  /** Takes the next task, of which there is one. */
  Runnable nextTask() {
    return tasks.remove();
  }

  private boolean tryDrive(int who) {
    if (driver != FREE || !DRIVER.compareAndSet(this, FREE, who)) {
      return false;
    }
    driverThread = Thread.currentThread();
    return true;
  }

  private void leave() {
    driverThread = null;
    driver = FREE;
  }

  // ------------------------------------------------------------------ the I/O thread

  /** Takes the right to drive for the I/O thread, if nobody has it. */
  boolean tryDriveAsIoThread() {
    return tryDrive(IO);
  }

  /** Gives the right to drive up. The I/O thread looks on next, so nobody has to be woken. */
  void leaveAsIoThread() {
    leave();
  }

  /** True if a caller wants to drive, or it is the end. */
  boolean isWanted() {
    return wanted != null || stopping;
  }

  /** Takes out the caller that wants to drive, to be signalled: the reactor is left to it. */
  @Nullable Waiter takeWanted() {
    Waiter heir = wanted;
    if (heir != null) {
      wanted = null;
    }
    heirs = heir == null ? 0 : 1;
    return heir;
  }

  boolean hasEntered() {
    return entered.get() != null;
  }

  /** Takes the tails that were entered, linked by {@link Tail#nextTail}. */
  @Nullable Tail takeEntered() {
    return entered.get() == null ? null : entered.getAndSet(null);
  }

  /** A number that every caller changes who drives. */
  long drives() {
    return drives;
  }

  /** True if a caller waits for others to drive, or a task is left. */
  boolean isAwaited() {
    return parkedCallers.get() > 0 || !tasks.isEmpty();
  }

  boolean isFree() {
    return driver == FREE;
  }

  /** Announces that the I/O thread is about to park for a moment; false if it must not. */
  boolean beginLooking() {
    ioState = LOOKING;
    VarHandle.fullFence(); // partners: post, enter, beginParking, stop
    return !(stopping
        || entered.get() != null
        || (driver == FREE && (parkedCallers.get() > heirs || !tasks.isEmpty())));
  }

  /** Announces that the I/O thread is about to park until it is woken; false if it must not. */
  boolean beginSleeping() {
    ioState = ASLEEP;
    VarHandle.fullFence(); // partners: leaveAsCaller, enter, alarmSet, stop
    return !(stopping || entered.get() != null || driver == FREE);
  }

  /** The I/O thread runs again, and with its next look leaves nothing to heirs. */
  void endLooking() {
    ioState = RUNNING;
    heirs = 0;
  }
}
