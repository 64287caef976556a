package io.cero.reactor;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A selector with its timers and its work, and an I/O thread that drives it whenever no caller
 * does.
 *
 * <p><b>Driving</b> is a right that one thread has at a time: {@link #driver} is FREE, IO or
 * CALLER. A caller that waits for its own message takes the reactor when it is free, or asks the
 * I/O thread for it, selects and reads itself, and leaves it free. It does not wake the I/O thread
 * when it leaves: the I/O thread <em>looks</em> every fraction of a millisecond and takes over when
 * a look finds the reactor free and no caller has come since the last one.
 *
 * <pre>
 *   I/O thread:  DRIVING ---- a caller asks ----> LOOKING -- one caller stays long --> ASLEEP
 *                   ^                               |  ^                                 |
 *                   '------- nobody came -----------'  '---------- woken -----------------'
 * </pre>
 *
 * <p>When several callers wait, only one could drive and the others would need waking, so then the
 * I/O thread drives and the callers park.
 *
 * <p><b>Waking.</b> Who leaves work (a task, a tail, a wish to drive) writes it, fences, and looks
 * at {@link #selecting} and {@link #ioState}; who goes to sleep writes those, fences, and looks for
 * work. One of the two sees the other.
 */
public final class Reactor {
  private static final Logger LOGGER = System.getLogger("io.cero.reactor");

  private static final int FREE = 0;
  private static final int IO = 1;
  private static final int CALLER = 2;

  private static final int RUNNING = 0;
  private static final int LOOKING = 1;
  private static final int ASLEEP = 2;

  private static final long SHORTEST_LOOK = 50_000;
  private static final long LONGEST_LOOK = 400_000;

  /** Looks that find the same caller still driving before the I/O thread falls asleep. */
  private static final int PATIENCE = 8;

  private static final long SWEEP_INTERVAL = 500_000_000;

  private static final VarHandle DRIVER;

  static {
    try {
      DRIVER = MethodHandles.lookup().findVarHandle(Reactor.class, "driver", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Selector selector;
  private final Thread ioThread;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Tail> entered = new AtomicReference<>();
  private final AtomicInteger parkedCallers = new AtomicInteger();

  // Any thread, by compare-and-set; released by plain volatile write of the holder.
  private volatile int driver;

  // The I/O thread's.
  private volatile int ioState;

  // Callers that still count as parked although the reactor was just handed to them.
  private int heirs;
  private final List<Tail> watched = new ArrayList<>();

  // The driver's, handed on by the release and acquire of the right to drive.
  private final Timers timers = new Timers();
  private final Timer sweep = new Timer(this::sweep);
  private final Consumer<SelectionKey> dispatch = this::dispatch;
  private volatile boolean selecting;
  private @Nullable Waiter selectingWaiter;
  private @Nullable Thread driverThread;
  private volatile long drives;

  // Written by callers, taken by the I/O thread.
  private volatile @Nullable Waiter wanted;

  private volatile boolean stopping;
  private volatile boolean stirred;

  /** A reactor whose I/O thread, a daemon, is started with {@link #start}. */
  public Reactor(String threadName) throws IOException {
    this.selector = Selector.open();
    this.ioThread = new Thread(this::run, threadName);
    this.ioThread.setDaemon(true);
  }

  /** Starts the I/O thread. */
  public void start() {
    ioThread.start();
  }

  // ------------------------------------------------------------------ any thread

  /** Has a task run by the driver, soon. */
  public void execute(Runnable task) {
    tasks.add(task);
    wakeForWork();
  }

  /** True if the calling thread drives at this moment. */
  public boolean isDriver() {
    return driverThread == Thread.currentThread();
  }

  /** Has the I/O thread look after something published until its burst is over. */
  public void watch(Tail tail) {
    if (tail.enter()) {
      @Nullable Tail top;
      do {
        top = entered.get();
        tail.nextTail = top;
      } while (!entered.compareAndSet(top, tail));
    }
    VarHandle.fullFence();
    wakeIoThread();
  }

  /** Applies a change of interest that another thread than the driver made. */
  public void interestChanged() {
    if (!isDriver()) {
      VarHandle.fullFence();
      if (selecting) {
        selector.wakeup();
      }
    }
  }

  /** Says that there has been traffic, so that idle memory is looked for later. */
  public void stir() {
    if (!stirred) {
      stirred = true;
      execute(this::armSweep);
    }
  }

  private void wakeForWork() {
    VarHandle.fullFence();
    if (selecting) {
      wakeSelector();
    } else if (ioState != RUNNING) {
      LockSupport.unpark(ioThread);
    }
  }

  private void wakeIoThread() {
    if (ioState != RUNNING) {
      LockSupport.unpark(ioThread);
    } else if (selecting && driver == IO) {
      wakeSelector();
    }
  }

  void wakeSelector() {
    if (!isDriver()) {
      selector.wakeup();
    }
  }

  // ------------------------------------------------------------------ the driver

  /** Sets a timer to go off after a time. Only the driver. */
  public void schedule(Timer timer, long nanos) {
    timers.set(timer, System.nanoTime() + nanos);
  }

  /** Calls a timer off. Only the driver. */
  public void cancel(Timer timer) {
    timers.cancel(timer);
  }

  /** Registers a non-blocking channel. Only the driver. */
  public SelectionKey register(SelectableChannel channel, int operations, ChannelHandler handler)
      throws IOException {
    return channel.register(selector, operations, handler);
  }

  /** Lets the selector forget channels that were closed, so that their descriptors are free. */
  public void flushClosed() {
    try {
      selector.selectNow(dispatch);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "select failed", e);
    }
  }

  private void armSweep() {
    if (!sweep.isSet()) {
      schedule(sweep, SWEEP_INTERVAL);
    }
  }

  private void sweep() {
    stirred = false;
    boolean allBack = true;
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof ChannelHandler handler) {
        try {
          allBack &= handler.onSweep();
        } catch (RuntimeException | Error fault) {
          handler.onFault(fault);
        }
      }
    }
    if (!allBack) {
      stirred = true;
      armSweep();
    }
  }

  /** Runs the tasks that are there and the timers that are due. */
  private void work() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      run(task);
    }
    if (timers.size() > 0) {
      long now = System.nanoTime();
      for (Timer due = timers.takeDue(now); due != null; due = timers.takeDue(now)) {
        run(due.action);
      }
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error fault) {
      LOGGER.log(
          Level.ERROR, "a task of the reactor failed; its connection may be affected", fault);
    }
  }

  /** Selects once, for a time at most, and has the ready channels handled. */
  private void select(long nanos, @Nullable Waiter waiter) {
    selectingWaiter = waiter;
    selecting = true;
    VarHandle.fullFence();
    boolean workLeft =
        !tasks.isEmpty()
            || stopping
            || (waiter == null && (wanted != null || entered.get() != null));
    try {
      if (workLeft || nanos <= 0) {
        awake();
        selector.selectNow(dispatch);
      } else if (nanos == Long.MAX_VALUE) {
        selector.select(dispatch);
      } else {
        selector.select(dispatch, Math.max(1, (nanos + 999_999) / 1_000_000));
      }
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "select failed", e);
    } finally {
      awake();
    }
  }

  private void awake() {
    if (selecting) {
      selecting = false;
      Waiter waiter = selectingWaiter;
      if (waiter != null) {
        waiter.endSelecting();
        selectingWaiter = null;
      }
    }
  }

  private void dispatch(SelectionKey key) {
    awake();
    ChannelHandler handler = (ChannelHandler) key.attachment();
    try {
      handler.onReady(key.readyOps());
    } catch (CancelledKeyException gone) {
      // Closed by another key's handler in the same pass.
    } catch (RuntimeException | Error fault) {
      try {
        handler.onFault(fault);
      } catch (RuntimeException | Error again) {
        LOGGER.log(Level.ERROR, "a connection could not be ended after a fault", again);
      }
    }
  }

  private void countDrive() {
    long next = drives + 1; // the driver alone writes
    drives = next;
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

  // ------------------------------------------------------------------ callers

  /**
   * Waits until the token of a waiter is given, driving the reactor if that is possible; may return
   * early for no reason.
   *
   * @param waiter where signals for the calling thread arrive
   * @param nanos how long at most; {@link Long#MAX_VALUE} for no limit
   * @param mayDrive true if all that the caller waits for lives on this reactor
   * @param direct reads the caller's own channel without the selector, or null; true if it found
   *     something
   */
  public void await(Waiter waiter, long nanos, boolean mayDrive, @Nullable BooleanSupplier direct) {
    boolean asking =
        mayDrive
            && parkedCallers.get() == 0
            && !stopping
            && !Thread.currentThread().isInterrupted();
    if (asking) {
      if (tryDrive(CALLER)) {
        countDrive();
        try {
          driveFor(waiter, nanos, direct);
        } finally {
          leaveAsCaller();
        }
        return;
      }
      if (driver == IO) {
        wanted = waiter;
        VarHandle.fullFence();
        if (selecting) {
          wakeSelector();
        }
      }
    }
    parkedCallers.incrementAndGet();
    try {
      if (driver == FREE) {
        if (asking) {
          return; // it has become free meanwhile: try again
        }
        if (ioState != RUNNING) {
          LockSupport.unpark(ioThread);
        }
      }
      waiter.park(nanos);
    } finally {
      parkedCallers.decrementAndGet();
    }
  }

  private void driveFor(Waiter waiter, long nanos, @Nullable BooleanSupplier direct) {
    long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
    if (direct != null && direct.getAsBoolean() && waiter.isSignalled()) {
      return;
    }
    while (true) {
      work();
      if (waiter.isSignalled()) {
        return;
      }
      long left = Long.MAX_VALUE;
      long now = nanos == Long.MAX_VALUE && timers.size() == 0 ? 0 : System.nanoTime();
      if (nanos != Long.MAX_VALUE) {
        left = deadline - now;
        if (left <= 0) {
          return;
        }
      }
      if (!waiter.beginSelecting(this)) {
        return;
      }
      select(Math.min(left, timers.untilNext(now)), waiter);
      if (stopping || Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  private void leaveAsCaller() {
    leave();
    VarHandle.fullFence();
    if (ioState == ASLEEP || stopping || parkedCallers.get() > 0 || !tasks.isEmpty()) {
      LockSupport.unpark(ioThread);
    }
  }

  /** Serves every channel once without waiting, if nobody drives. Called by a busy receiver. */
  public void glance() {
    if (tryDrive(CALLER)) {
      countDrive();
      try {
        work();
        select(0, null);
      } finally {
        leaveAsCaller();
      }
    }
  }

  // ------------------------------------------------------------------ the I/O thread

  private void run() {
    long look = SHORTEST_LOOK;
    while (!stopping) {
      boolean tails = serveTails();
      if (tryDrive(IO)) {
        driveAsIoThread(tails);
        if (wanted == null && !stopping && tails) {
          park(LOOKING, SHORTEST_LOOK);
          continue;
        }
        look = SHORTEST_LOOK;
        heirs = handOver() ? 1 : 0;
      }
      look = lookOn(look);
    }
    stop();
  }

  /** Drives until a caller wants to, or tails were entered. */
  private void driveAsIoThread(boolean tails) {
    try {
      do {
        work();
        long nanos = tails ? 0 : timers.size() == 0 ? Long.MAX_VALUE : untilNextTimer();
        select(nanos, null);
        work();
      } while (wanted == null && !stopping && !tails && entered.get() == null);
    } finally {
      leave();
    }
  }

  private long untilNextTimer() {
    return timers.untilNext(System.nanoTime());
  }

  /** Tells the caller that wants the reactor that it is free; false if there is none. */
  private boolean handOver() {
    Waiter waiter = wanted;
    if (waiter == null) {
      return false;
    }
    wanted = null;
    waiter.signal();
    return true;
  }

  /** Looks on while callers drive; returns when the I/O thread should try to drive. */
  private long lookOn(long look) {
    int unchanged = 0;
    long seen = drives;
    while (!stopping) {
      boolean tails = serveTails();
      boolean sleep = unchanged >= PATIENCE && !tails;
      park(sleep ? ASLEEP : LOOKING, sleep ? Long.MAX_VALUE : tails ? SHORTEST_LOOK : look);
      heirs = 0;
      if (sleep) {
        unchanged = 0;
        look = SHORTEST_LOOK;
        seen = drives;
        if (parkedCallers.get() == 0 && tasks.isEmpty()) {
          continue; // the caller that woke us is likely to be back soon
        }
      }
      long now = drives;
      if (driver == FREE && (now == seen || parkedCallers.get() > 0 || !tasks.isEmpty())) {
        return SHORTEST_LOOK;
      }
      unchanged = now == seen ? unchanged + 1 : 0;
      look = Math.min(LONGEST_LOOK, look * 2);
      seen = now;
    }
    return look;
  }

  private void park(int state, long nanos) {
    ioState = state;
    VarHandle.fullFence();
    boolean workLeft =
        stopping
            || entered.get() != null
            || (driver == FREE
                && (state == ASLEEP || parkedCallers.get() > heirs || !tasks.isEmpty()));
    if (!workLeft) {
      if (nanos == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, nanos);
      }
    }
    ioState = RUNNING;
  }

  /** Writes out what publishers left; true if some of it wants another look. */
  private boolean serveTails() {
    Tail tail = entered.get() == null ? null : entered.getAndSet(null);
    while (tail != null) {
      Tail next = tail.nextTail;
      tail.popped();
      if (!tail.watched) {
        tail.watched = true;
        watched.add(tail);
      }
      tail = next;
    }
    for (int i = watched.size() - 1; i >= 0; i--) {
      boolean again = false;
      try {
        again = watched.get(i).onLook();
      } catch (RuntimeException | Error fault) {
        LOGGER.log(Level.ERROR, "flushing failed", fault);
      }
      if (!again) {
        watched.get(i).watched = false;
        int last = watched.size() - 1;
        watched.set(i, watched.get(last));
        watched.remove(last);
      }
    }
    return !watched.isEmpty();
  }

  // ------------------------------------------------------------------ the end

  /** Gives up a reactor that was never started. */
  public void discard() {
    try {
      selector.close();
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "the selector did not close", e);
    }
  }

  /** Ends the I/O thread, once it has run the tasks that are there; closes what is registered. */
  public void close() {
    stopping = true;
    VarHandle.fullFence();
    selector.wakeup();
    LockSupport.unpark(ioThread);
  }

  /** Waits for the I/O thread to end. */
  public void join(long nanos) throws InterruptedException {
    ioThread.join(Math.max(1, nanos / 1_000_000));
  }

  private void stop() {
    while (!tryDrive(IO)) {
      selector.wakeup();
      LockSupport.parkNanos(this, LONGEST_LOOK);
    }
    work();
    for (SelectionKey key : List.copyOf(selector.keys())) {
      try {
        if (((ChannelHandler) key.attachment()).onEnd()) {
          key.channel().close();
        } else {
          key.cancel();
        }
      } catch (IOException e) {
        LOGGER.log(Level.DEBUG, "a channel did not close", e);
      }
    }
    try {
      selector.selectNow();
      selector.close();
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "the selector did not close", e);
    }
  }
}
