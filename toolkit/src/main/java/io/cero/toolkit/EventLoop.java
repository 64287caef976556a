package io.cero.toolkit;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.Interest;
import io.cero.InterruptedOperationException;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.Receiver;
import io.cero.Sender;
import io.cero.Socket;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls handlers when sockets and channels are ready and when timers are due, one handler at a
 * time, in one thread: the reactor of the guide.
 *
 * <pre>{@code
 * try (Context context = Context.create();
 *     EventLoop loop = EventLoop.create(context)) {
 *   RepSocket rep = context.rep();
 *   rep.bind("tcp://*:5555");
 *   loop.onReadable(rep, socket -> socket.send("Hello " + socket.receiveText()));
 *   loop.every(Duration.ofSeconds(1), timer -> System.out.println("still here"));
 *   loop.after(Duration.ofMinutes(1), timer -> loop.stop());
 *   loop.run();
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> The loop has no thread of its own: {@link #run} calls the handlers in the
 * thread that calls it, and {@link #start} makes a thread for that. While the loop runs, only its
 * thread (so only a handler) adds, changes and cancels; another gets an {@link
 * IllegalStateException}. While it does not run, one thread at a time may. Four calls are for any
 * thread at any time: {@link #execute}, {@link #stop}, {@link #close} and {@link #isRunning}. The
 * sockets given to a loop are used by its thread while it runs; they stay open when it ends.
 *
 * <p><b>Order.</b> The loop goes round in turns. In a turn come first the tasks from other threads
 * that were there when it began, in their order; then the timers that were due when they came up,
 * in order of their deadlines and, if these are equal, in the order in which they were entered;
 * then a wait, if there is nothing to do; then every socket and channel that was found ready, each
 * once: for reading, and then for writing. What is entered within a turn is called in the next one
 * at the earliest. So nothing starves: neither a socket by a busy one, nor a timer by sockets, nor
 * sockets by a timer that is always due. A handler that receives one message per call gives every
 * socket the same share; one that takes a batch should bound it.
 *
 * <p><b>Readiness</b> is a state, as for a {@link Poller}: what is ready and is not used is ready
 * in the next turn again. A handler that is called can receive, or send, one message without
 * waiting, unless another handler of the same turn has used the socket too ({@code tryReceive} and
 * {@code trySend} are for that). For a channel, readable means that it can be read or accepted
 * from, writable that it can be written to or its connection be finished.
 *
 * <p><b>Timers.</b> A delay that is negative or an instant that has passed makes a timer due at
 * once, in the next turn, once. A repeating timer keeps its rhythm; if the loop was busy for
 * several intervals it is called once for all of them. There is no tick: a loop without timers
 * sleeps until something happens, one with timers until the first is due at the latest, and ten
 * thousand pending timers cost a turn what ten do.
 *
 * <p><b>Faults.</b> What a handler or task throws is given to the fault handler ({@link #onFault};
 * without one it is logged as a warning) and the loop goes on. What failed stays registered; note
 * that a handler which throws before it has received is called again at once. If the fault handler
 * throws, that is logged as an error and the loop goes on as well. Three things are no faults: an
 * {@link InterruptedException} or {@link InterruptedOperationException} ends the run; the {@link
 * ClosedException} of a handler whose own socket or context is closed is what one expects then; and
 * a socket or channel that was closed is taken out of the loop without a word.
 *
 * <p><b>Cost.</b> Nothing is allocated per turn or message, beyond the duration of a wait that goes
 * on until a timer is due.
 */
public final class EventLoop implements Executor, AutoCloseable {
  private static final Logger LOG = System.getLogger("io.cero.toolkit");
  private static final AtomicLong NUMBER = new AtomicLong();

  /** Why a run ended. */
  public enum Ending {
    /** {@link EventLoop#stop} was called. */
    STOPPED,
    /** The thread was interrupted; its flag stays set. */
    INTERRUPTED,
    /** The loop or its context was closed. */
    CLOSED
  }

  private final Context context;
  private final Clock clock;
  private final Bell bell;
  private final PollItem bellItem;
  private final WaitTime waitTime = new WaitTime();
  private final Runnable jumpListener = this::wake;

  // Any thread's.
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile boolean closed;

  /** Set behind each of the three above, so that a turn looks at one thing. */
  private volatile boolean called;

  // The runner's; without one, of the thread that sets the loop up.
  private final TimerQueue timers = new TimerQueue();
  private final Stations stations;
  private FaultHandler faultHandler = EventLoop::log;
  private boolean disposed;
  private long calls;

  private EventLoop(Context context, Clock clock) {
    this.context = context;
    this.clock = clock;
    this.bell = new Bell(context);
    this.stations = new Stations(this, context);
    this.bellItem = stations.watchOwn(bell.socket());
    clock.addJumpListener(jumpListener);
  }

  /** Makes a loop that goes by the system's clock. */
  public static EventLoop create(Context context) {
    return create(context, Clock.system());
  }

  /**
   * Makes a loop that goes by a given clock: a {@link FakeClock} in tests.
   *
   * @throws ClosedException if the context is closed
   */
  public static EventLoop create(Context context, Clock clock) {
    return new EventLoop(context, clock);
  }

  /** Returns the clock that the loop goes by. */
  public Clock clock() {
    return clock;
  }

  // ------------------------------------------------------------------ sockets and channels

  /**
   * Has a handler called whenever a message can be received.
   *
   * @throws IllegalArgumentException if the socket has a handler for reading here
   * @throws IllegalStateException if another thread runs the loop
   * @throws ClosedException if the socket or the loop is closed
   */
  public <S extends Socket & Receiver> Watch onReadable(S socket, Handler<? super S> handler) {
    return watch(socket, Interest.READ, handler);
  }

  /**
   * Has a handler called whenever a message can be sent. That is most of the time, so {@link
   * Watch#pause} it while there is nothing to send.
   *
   * @throws IllegalArgumentException if the socket has a handler for writing here
   * @throws IllegalStateException if another thread runs the loop
   * @throws ClosedException if the socket or the loop is closed
   */
  public <S extends Socket & Sender> Watch onWritable(S socket, Handler<? super S> handler) {
    return watch(socket, Interest.WRITE, handler);
  }

  /**
   * Has a handler called whenever a channel of the application's own can be read or accepted from.
   * The loop never reads, writes or closes it.
   *
   * @throws IllegalArgumentException if the channel has a handler for reading here, or can never be
   *     read or accepted from
   * @throws java.nio.channels.IllegalBlockingModeException if the channel is in blocking mode
   * @throws IllegalStateException if another thread runs the loop
   * @throws ClosedException if the channel or the loop is closed
   */
  public <C extends SelectableChannel> Watch onReadable(C channel, Handler<? super C> handler) {
    return watch(channel, Interest.READ, handler);
  }

  /**
   * Has a handler called whenever a channel of the application's own can be written to or its
   * connection be finished. {@link Watch#pause} it while there is nothing to write.
   *
   * @throws IllegalArgumentException if the channel has a handler for writing here, or can never be
   *     written to or connected
   * @throws java.nio.channels.IllegalBlockingModeException if the channel is in blocking mode
   * @throws IllegalStateException if another thread runs the loop
   * @throws ClosedException if the channel or the loop is closed
   */
  public <C extends SelectableChannel> Watch onWritable(C channel, Handler<? super C> handler) {
    return watch(channel, Interest.WRITE, handler);
  }

  @SuppressWarnings("unchecked") // a handler is only ever given the subject that it came with
  private Watch watch(Object subject, Interest direction, Handler<?> handler) {
    requireUsable();
    return stations.add(subject, direction, (Handler<Object>) handler);
  }

  /**
   * Cancels the handlers of a socket, which stays open; does nothing if it has none here.
   *
   * @throws IllegalStateException if another thread runs the loop
   */
  public void remove(Socket socket) {
    requireMine();
    stations.remove(socket);
  }

  /**
   * Cancels the handlers of a channel, which stays open; does nothing if it has none here.
   *
   * @throws IllegalStateException if another thread runs the loop
   */
  public void remove(SelectableChannel channel) {
    requireMine();
    stations.remove(channel);
  }

  void cancel(Watch watch) {
    requireMine();
    stations.cancel(watch);
  }

  // ------------------------------------------------------------------ timers

  /**
   * Has a handler called once, after a time.
   *
   * @param delay how long from now; nothing or less for the next turn
   * @throws IllegalStateException if another thread runs the loop
   * @throws ClosedException if the loop is closed
   */
  public Timer after(Duration delay, Handler<? super Timer> handler) {
    return entered(new Timer(this, Nanoseconds.delay(delay), 0, handler));
  }

  /**
   * Has a handler called once, at a time of the clock's wall time as it is now: a wall clock that
   * is set afterwards does not move the timer.
   *
   * @param time when; the past for the next turn
   * @throws IllegalStateException if another thread runs the loop
   * @throws ClosedException if the loop is closed
   */
  public Timer at(Instant time, Handler<? super Timer> handler) {
    return after(Duration.between(clock.instant(), time), handler);
  }

  /**
   * Has a handler called again and again, for the first time after one interval. The calls keep
   * their rhythm, however long handlers take; calls that were missed are made up for by one.
   *
   * @param interval the time from one call to the next
   * @throws IllegalArgumentException if the interval is not positive
   * @throws IllegalStateException if another thread runs the loop
   * @throws ClosedException if the loop is closed
   */
  public Timer every(Duration interval, Handler<? super Timer> handler) {
    long nanos = Nanoseconds.delay(interval);
    if (nanos == 0) {
      throw new IllegalArgumentException(
          "an interval of " + interval + ": give a positive one, or use after(…) and restart()");
    }
    return entered(new Timer(this, nanos, nanos, handler));
  }

  private Timer entered(Timer timer) {
    restart(timer);
    return timer;
  }

  void restart(Timer timer) {
    requireUsable();
    timers.enter(timer, clock.nanoTime() + timer.delay());
  }

  void cancel(Timer timer) {
    requireMine();
    timers.cancel(timer);
  }

  // ------------------------------------------------------------------ faults

  /**
   * Says what to call when a handler or task has failed, in place of logging it.
   *
   * @throws IllegalStateException if another thread runs the loop
   */
  public void onFault(FaultHandler handler) {
    requireMine();
    faultHandler = handler;
  }

  private static void log(Registration culprit, Throwable fault) {
    LOG.log(Level.WARNING, culprit + " failed; the event loop goes on", fault);
  }

  private void failed(Registration culprit, Throwable fault) {
    if (fault instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return;
    }
    if (fault instanceof InterruptedOperationException && Thread.currentThread().isInterrupted()) {
      return;
    }
    if (fault instanceof ClosedException && isOver(culprit)) {
      return;
    }
    try {
      faultHandler.onFault(culprit, fault);
    } catch (Throwable another) {
      LOG.log(Level.ERROR, "the fault handler of an event loop failed itself", another);
      log(culprit, fault);
    }
  }

  private boolean isOver(Registration culprit) {
    return context.isClosed() || (culprit instanceof Watch watch && watch.station().isClosed());
  }

  // ------------------------------------------------------------------ running

  /**
   * Runs the loop in the calling thread until it is stopped or closed or the thread is interrupted.
   * After a stop or an interrupt it may be run again.
   *
   * @return why it ended
   * @throws IllegalStateException if the loop is running already, in this thread or another
   * @throws ClosedException if the loop is closed
   */
  public Ending run() {
    enter(Thread.currentThread());
    return runEntered();
  }

  /**
   * Runs the loop in a new daemon thread, which from now on is the only one to change it.
   *
   * @return the thread, started
   * @throws IllegalStateException if the loop is running already
   * @throws ClosedException if the loop is closed
   */
  public Thread start() {
    Thread thread = new Thread(this::runEntered, "cero-loop-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    enter(thread);
    try {
      thread.start();
    } catch (Throwable noThread) {
      leave();
      throw noThread;
    }
    return thread;
  }

  /**
   * Does one turn without waiting: calls what is due and ready now. For tests, and for programs
   * that have a loop of their own. An interrupt does not end it.
   *
   * @return how many handlers and tasks were called
   * @throws IllegalStateException if the loop is running already, in this thread or another
   * @throws ClosedException if the loop or its context is closed
   */
  public long turn() {
    enter(Thread.currentThread());
    try {
      long before = calls;
      if (doTurn(false) == Ending.CLOSED) {
        throw new ClosedException(closed ? "the event loop" : "the context");
      }
      return calls - before;
    } finally {
      stopped = false;
      leave();
    }
  }

  private Ending runEntered() {
    try {
      Ending ending = doTurn(true);
      while (ending == null) {
        ending = doTurn(true);
      }
      return ending;
    } finally {
      stopped = false;
      leave();
    }
  }

  /** Does one turn; says why it must be the last one, or null. */
  private @Nullable Ending doTurn(boolean mayWait) {
    if (called) {
      runTasks();
    }
    long now = timers.isEmpty() ? 0 : callTimers();
    if (isEnding()) {
      return ending();
    }
    List<PollItem> ready;
    try {
      ready = mayWait ? poll(now) : stations.look();
    } catch (InterruptedOperationException interrupted) {
      return Ending.INTERRUPTED;
    } catch (ClosedException over) {
      if (closed || context.isClosed()) {
        return Ending.CLOSED;
      }
      if (!stations.removeClosed()) {
        throw over;
      }
      return null;
    }
    callReady(ready);
    return ending();
  }

  /** True if no more handlers shall be called in this run. */
  private boolean isEnding() {
    return called && (stopped || closed);
  }

  private @Nullable Ending ending() {
    if (isEnding()) {
      return closed ? Ending.CLOSED : Ending.STOPPED;
    }
    return Thread.currentThread().isInterrupted() ? Ending.INTERRUPTED : null;
  }

  /** Runs the tasks that are there; what they hand in themselves is for the next turn. */
  private void runTasks() {
    called = false; // before the look: who comes after it sets it again
    int most = tasks.size();
    for (int i = 0; i < most && !stopped && !closed; i++) {
      Runnable body = tasks.poll();
      if (body == null) {
        break;
      }
      calls++;
      try {
        body.run();
      } catch (Throwable fault) {
        failed(new Task(body), fault);
      }
    }
    if (stopped || closed || !tasks.isEmpty()) {
      called = true;
    }
  }

  /** Calls the timers that are due; returns what time it is then. */
  private long callTimers() {
    long now = clock.nanoTime();
    long beforeEntry = timers.nextEntry();
    Timer due = isEnding() ? null : timers.takeDue(now, beforeEntry);
    if (due == null) {
      return now;
    }
    while (due != null) {
      if (due.isRepeating()) {
        timers.enter(due, due.nextDeadline(now));
      }
      calls++;
      try {
        due.call();
      } catch (Throwable fault) {
        failed(due, fault);
      }
      due = isEnding() ? null : timers.takeDue(now, beforeEntry);
    }
    return clock.nanoTime();
  }

  /** Waits until something is ready, the first timer is due or the bell has rung. */
  private List<PollItem> poll(long now) {
    if (called) {
      return stations.look();
    }
    if (timers.isEmpty()) {
      return stations.await();
    }
    if (waitTime.foundSomething()) {
      List<PollItem> ready = stations.look(); // which does not look at the clock
      if (!ready.isEmpty()) {
        return ready;
      }
    }
    long left = timers.untilFirst(now);
    long sleep = left <= 0 ? 0 : clock.sleepFor(left);
    if (sleep == Long.MAX_VALUE) {
      return stations.await();
    }
    List<PollItem> ready = stations.await(waitTime.of(sleep));
    waitTime.ended(!ready.isEmpty());
    return ready;
  }

  private void callReady(List<PollItem> ready) {
    for (int i = 0; i < ready.size() && !isEnding(); i++) {
      PollItem item = ready.get(i);
      if (item == bellItem) {
        bell.silence();
        continue;
      }
      Station station = stations.of(item);
      if (station != null) { // otherwise a handler has removed it
        call(station.readyToRead());
        call(station.readyToWrite());
      }
    }
  }

  private void call(@Nullable Watch watch) {
    if (watch != null && !isEnding()) {
      calls++;
      try {
        watch.call();
      } catch (Throwable fault) {
        failed(watch, fault);
      }
    }
  }

  // ------------------------------------------------------------------ from any thread

  /**
   * Hands in a task for the loop's thread. If the loop does not run, the task waits for the next
   * run. Any thread.
   *
   * @throws RejectedExecutionException if the loop is closed
   */
  @Override
  public void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("the event loop is closed and runs no more tasks");
    }
    tasks.add(task);
    called = true;
    wake();
  }

  /**
   * Ends {@link #run} as soon as the handler that is being called has returned; what else is ready
   * or due stays so. If the loop does not run, its next run (or turn) ends at once, so a stop is
   * never lost. Any thread.
   */
  public void stop() {
    stopped = true;
    called = true;
    wake();
  }

  /** True while a thread is in {@link #run} or {@link #turn}. Any thread. */
  public boolean isRunning() {
    return runner.get() != null;
  }

  /** Has the loop's thread look again what is to be done, if it may be waiting. Any thread. */
  private void wake() {
    Thread running = runner.get();
    // Who begins to run looks at everything before it waits.
    if (running != null && running != Thread.currentThread()) {
      bell.ring();
    }
  }

  /**
   * Ends {@link #run}, lets go of all sockets and channels, which stay open, and drops timers and
   * tasks. Never waits: if the loop runs, its thread does all that when its handler has returned.
   * Any thread; a second call does nothing.
   */
  @Override
  public void close() {
    closed = true;
    called = true;
    wake();
    disposeIfClosed();
  }

  private void dispose() {
    clock.removeJumpListener(jumpListener);
    timers.clear();
    tasks.clear();
    stations.close();
    bell.close();
  }

  // ------------------------------------------------------------------ one thread at a time

  private void enter(Thread next) {
    if (!runner.compareAndSet(null, next)) {
      Thread running = runner.get();
      throw new IllegalStateException(
          running == Thread.currentThread()
              ? "this event loop is running already, and called the handler that enters it again:"
                  + " let the handler return"
              : "this event loop is running already, in thread '"
                  + (running == null ? "that has just left" : running.getName())
                  + "': stop it first, or make another one");
    }
    if (closed) {
      leave();
      throw new ClosedException("the event loop");
    }
  }

  private void leave() {
    runner.set(null);
    disposeIfClosed();
  }

  /** Whoever comes after the closing and finds nobody inside cleans up. */
  private void disposeIfClosed() {
    if (closed && runner.compareAndSet(null, Thread.currentThread())) {
      if (!disposed) {
        disposed = true;
        dispose();
      }
      runner.set(null);
    }
  }

  void requireMine() {
    Thread running = runner.get();
    if (running != null && running != Thread.currentThread()) {
      throw new IllegalStateException(
          "thread '"
              + Thread.currentThread().getName()
              + "' changes an event loop that thread '"
              + running.getName()
              + "' runs: hand the change in with execute(…)");
    }
  }

  private void requireUsable() {
    requireMine();
    if (closed) {
      throw new ClosedException("the event loop");
    }
  }
}
