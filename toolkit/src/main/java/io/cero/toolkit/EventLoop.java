package io.cero.toolkit;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.Interest;
import io.cero.InterruptedOperationException;
import io.cero.Poller;
import io.cero.Receiver;
import io.cero.Sender;
import io.cero.Socket;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

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
 * a socket or channel that was closed is taken out of the loop without a word (a channel at the
 * latest when the loop is given more of them, unless something happens to it; {@link #remove}
 * before closing is at once).
 *
 * <p><b>Cost.</b> Nothing is allocated per turn or message.
 */
public final class EventLoop implements Executor, AutoCloseable {
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

  private final Clock clock;
  private final Runnable jumpListener = this::wake;

  // Any thread's.
  private final Requests requests = new Requests();
  private final Occupant occupant = new Occupant();

  // The occupant's; without one, of the thread that sets the loop up.
  private final TimerQueue timers = new TimerQueue();
  private final Faults faults;
  private final Stations stations;
  private final Turns turns;
  private boolean disposed;

  private EventLoop(Context context, Clock clock) {
    this.clock = clock;
    this.faults = new Faults(context);
    this.stations = new Stations(this, context);
    this.turns = new Turns(context, clock, requests, timers, stations, faults);
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
    if (context.isClosed()) {
      throw new ClosedException("the context");
    }
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
    faults.tell(handler);
  }

  // ------------------------------------------------------------------ running

  /**
   * Runs the loop in the calling thread until it is stopped or closed or the thread is interrupted.
   * After a stop or an interrupt it may be run again.
   *
   * @return why it ended
   * @throws IllegalStateException if the loop is running already, in this thread or another
   * @throws io.cero.ConcurrentUseException if another thread is inside a socket that the loop
   *     watches; the loop may be run again
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
      giveUp();
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
      long before = turns.calls();
      if (turns.turn(false) == Ending.CLOSED) {
        throw new ClosedException(requests.isClosed() ? "the event loop" : "the context");
      }
      return turns.calls() - before;
    } finally {
      leave();
    }
  }

  private Ending runEntered() {
    try {
      Ending ending = turns.turn(true);
      while (ending == null) {
        ending = turns.turn(true);
      }
      return ending;
    } finally {
      leave();
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
    if (requests.isClosed()) {
      throw closed();
    }
    requests.run(task);
    if (requests.isClosed() && requests.takeBack(task)) {
      throw closed(); // it may have come behind the last look
    }
    wake();
  }

  private static RejectedExecutionException closed() {
    return new RejectedExecutionException("the event loop is closed and runs no more tasks");
  }

  /** True as soon as it is closed, though it may still be in a handler. Any thread. */
  boolean isClosed() {
    return requests.isClosed();
  }

  /**
   * Ends {@link #run} as soon as the handler that is being called has returned; what else is ready
   * or due stays so. If the loop does not run, its next run (or turn) ends at once, so a stop is
   * never lost. Any thread.
   */
  public void stop() {
    requests.stop();
    wake();
  }

  /** True while a thread is in {@link #run} or {@link #turn}. Any thread. */
  public boolean isRunning() {
    return occupant.isThere();
  }

  /** Has the loop's thread look again what is to be done, if it may be waiting. Any thread. */
  private void wake() {
    if (occupant.isAnother()) { // who begins to run looks at everything before it waits
      stations.wake();
    }
  }

  /**
   * Ends {@link #run}, lets go of all sockets and channels, which stay open, and drops timers and
   * tasks. Never waits: if the loop runs, its thread does all that when its handler has returned.
   * If the turn of an {@link AsyncSocket} is among the tasks, what is pending there fails with a
   * {@link RejectedExecutionException}. Any thread; a second call does nothing.
   */
  @Override
  public void close() {
    requests.close();
    wake();
    disposeIfClosed();
  }

  private void dispose() {
    clock.removeJumpListener(jumpListener);
    timers.clear();
    requests.clear();
    stations.close();
  }

  // ------------------------------------------------------------------ one thread at a time

  private void enter(Thread next) {
    occupant.enter(next);
    if (requests.isClosed()) {
      giveUp();
      throw new ClosedException("the event loop");
    }
  }

  /** Ends a run. */
  private void leave() {
    requests.runIsOver();
    giveUp();
  }

  private void giveUp() {
    occupant.leave();
    disposeIfClosed();
  }

  /** Whoever comes after the closing and finds nobody inside cleans up. */
  private void disposeIfClosed() {
    if (requests.isClosed() && occupant.tryEnter(Thread.currentThread())) {
      if (!disposed) {
        disposed = true;
        dispose();
      }
      occupant.leave();
    }
  }

  void requireMine() {
    occupant.refuseOthers();
  }

  private void requireUsable() {
    requireMine();
    if (requests.isClosed()) {
      throw new ClosedException("the event loop");
    }
  }
}
