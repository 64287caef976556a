package io.cero.toolkit;

import io.cero.CeroException;
import io.cero.ClosedException;
import io.cero.ConcurrentUseException;
import io.cero.Context;
import io.cero.InterruptedOperationException;
import io.cero.Message;
import io.cero.PairSocket;
import io.cero.TimedOutException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread with a pipe to its parent: two PAIR sockets over inproc, of which each side has one.
 *
 * <pre>{@code
 * try (Actor squarer = Actor.start(context, parent -> {
 *       for (var task = parent.receive(); task.isPresent(); task = parent.receive()) {
 *         int number = Integer.parseInt(task.get().text());
 *         parent.send(Integer.toString(number * number));
 *       }
 *     })) {
 *   squarer.send("12");
 *   System.out.println(squarer.receiveText());
 * }
 * }</pre>
 *
 * <p><b>Life.</b> {@link #start} returns when the body has said that it is ready. {@link #close}
 * tells it to stop by the message {@code $TERM}, for which {@link ActorPipe#receive} returns empty,
 * and waits; if the time for that is over, it interrupts the thread and waits once more; then it
 * closes the pipe, which ends what may still be inside. So it always returns, after twice the
 * {@link ActorOptions#stopTimeout} at most. The thread is a daemon.
 *
 * <p><b>Failure.</b> What the body throws gets to the parent as the cause of an {@link
 * ActorFailedException}, each time by one way: {@link #start} throws it if the actor was not ready
 * yet; {@code send} throws it from then on; {@code receive} throws it in turn, when everything that
 * the actor had sent before is received, and ends a wait with it; {@link #close} throws it if none
 * of these has. While the actor is being closed, or when its context is, its {@link
 * ClosedException} or interrupt is no failure. If the body just returns, {@code send} and {@code
 * receive} throw a {@link ClosedException} where they would throw the failure, and {@link #start}
 * and {@link #close} throw nothing. Who calls none of them is told nothing.
 *
 * <p><b>Threads.</b> One thread at a time uses an actor; {@link #close} and {@link #isAlive} are
 * for any. If another thread waits in {@code send} or {@code receive} when it is closed, the actor
 * is interrupted at once in place of being told, and the wait ends with a {@link ClosedException}.
 */
public final class Actor implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.cero.toolkit");

  /** Tells the actor to stop; the word that other implementations use. */
  static final Message STOP = Message.of("$TERM");

  /** The actor's last message. Nobody else sends such a thing. */
  private static final Message END = Message.of("\0io.cero.toolkit.Actor", "\0ended");

  private final String name;
  private final Context context;
  private final long stopNanos;
  private final PairSocket ours;
  private final PairSocket theirs;
  private final Thread thread;

  // Of the actor's thread.
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean ready;
  private volatile @Nullable Throwable failure;

  // Of whoever closes it.
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean failureReported = new AtomicBoolean();

  // Of the parent.
  private boolean endReceived;

  private Actor(Context context, ActorOptions options, ActorBody body) {
    this.name = options.name();
    this.context = context;
    this.stopNanos = Nanoseconds.of(options.stopTimeout());
    PairPipe pipe = PairPipe.open(context, pair -> pair.highWaterMark(options.highWaterMark()));
    this.ours = pipe.one();
    this.theirs = pipe.other();
    this.thread = ActorThreads.make(options.virtual(), name, () -> live(body));
  }

  /**
   * Starts an actor and waits until it is ready.
   *
   * @throws ActorFailedException if the body threw before it was ready
   * @throws TimedOutException if it was not ready in time; it is interrupted then, and abandoned
   * @throws InterruptedOperationException if the calling thread is interrupted; the same happens
   * @throws ClosedException if the context is closed
   */
  public static Actor start(Context context, ActorBody body) {
    return start(context, options -> {}, body);
  }

  /**
   * Starts an actor with options that are set by a function, and waits until it is ready.
   *
   * @throws ActorFailedException if the body threw before it was ready
   * @throws TimedOutException if it was not ready in time; it is interrupted then, and abandoned
   * @throws InterruptedOperationException if the calling thread is interrupted; the same happens
   * @throws ClosedException if the context is closed
   */
  public static Actor start(Context context, Consumer<ActorOptions> settings, ActorBody body) {
    ActorOptions options = new ActorOptions();
    settings.accept(options);
    Actor actor = new Actor(context, options, body);
    boolean isUp = false;
    try {
      actor.thread.start();
      actor.awaitReady(options.startTimeout());
      isUp = true;
    } finally {
      if (!isUp) {
        actor.abandon();
      }
    }
    return actor;
  }

  private void awaitReady(Duration timeout) {
    String operation = "the start of the actor '" + name + "'";
    try {
      if (!started.await(Nanoseconds.of(timeout), TimeUnit.NANOSECONDS)) {
        throw new TimedOutException(operation, timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedOperationException(operation);
    }
    Throwable why = failure;
    if (!ready && why != null) {
      throw new ActorFailedException(name, why);
    }
  }

  private void abandon() {
    closing.set(true);
    thread.interrupt();
    closePipe();
  }

  // ------------------------------------------------------------------ the actor's thread

  private void live(ActorBody body) {
    try {
      body.run(new ActorPipe(this, context, theirs));
    } catch (Throwable thrown) {
      if (!isOrderly(thrown)) {
        failure = thrown;
      }
    } finally {
      Thread.interrupted(); // whom it was for has ended
      ended.countDown();
      started.countDown();
      sayTheEnd();
    }
  }

  private boolean isOrderly(Throwable thrown) {
    return (closing.get() || context.isClosed())
        && (thrown instanceof ClosedException
            || thrown instanceof InterruptedOperationException
            || thrown instanceof InterruptedException);
  }

  /** Ends a wait of the parent in send, by taking out what it has sent, and then in receive. */
  private void sayTheEnd() {
    try {
      while (theirs.tryReceive().isPresent()) {
        // nobody will
      }
      theirs.send(END); // waits until the parent has received enough, or closes
    } catch (CeroException unusable) { // the body has closed it, or was in the midst of a message
      ours.close();
    }
  }

  void ready() {
    ready = true;
    started.countDown();
  }

  boolean isStopping() {
    return closing.get();
  }

  // ------------------------------------------------------------------ the parent

  /** Returns the actor's name. */
  public String name() {
    return name;
  }

  /** True until the body has returned or thrown. Any thread. */
  public boolean isAlive() {
    return ended.getCount() > 0;
  }

  /**
   * Sends the actor a message; waits while the pipe is full.
   *
   * @throws ActorFailedException if the actor has failed
   * @throws ClosedException if the actor has ended, or is closed
   */
  public void send(Message message) {
    requireAlive();
    try {
      ours.send(message);
    } catch (ClosedException | ConcurrentUseException e) {
      throw explained(e);
    }
  }

  /**
   * Sends the actor a message, text in UTF-8; waits while the pipe is full.
   *
   * @throws ActorFailedException if the actor has failed
   * @throws ClosedException if the actor has ended, or is closed
   */
  public void send(String first, String... more) {
    String[] frames = new String[more.length + 1];
    frames[0] = first;
    System.arraycopy(more, 0, frames, 1, more.length);
    send(Message.of(frames));
  }

  /**
   * Waits for the actor's next message.
   *
   * @throws ActorFailedException if the actor has failed and there is no more
   * @throws ClosedException if the actor has ended and there is no more, or is closed
   */
  public Message receive() {
    requireMore();
    try {
      return passed(ours.receive());
    } catch (ClosedException | ConcurrentUseException e) {
      throw explained(e);
    }
  }

  /**
   * Waits for the actor's next message, of one frame, as text in UTF-8.
   *
   * @throws ActorFailedException if the actor has failed and there is no more
   * @throws ClosedException if the actor has ended and there is no more, or is closed
   * @throws IllegalStateException if the message has several frames; it is consumed
   */
  public String receiveText() {
    return receive().text();
  }

  /**
   * Receives the actor's next message if one comes within a time.
   *
   * @return the message; empty if the time was over
   * @throws ActorFailedException if the actor has failed and there is no more
   * @throws ClosedException if the actor has ended and there is no more, or is closed
   */
  public Optional<Message> receive(Duration timeout) {
    requireMore();
    try {
      return ours.receive(timeout).map(this::passed);
    } catch (ClosedException | ConcurrentUseException e) {
      throw explained(e);
    }
  }

  /**
   * Receives the actor's next message if one is there.
   *
   * @return the message; empty if there is none
   * @throws ActorFailedException if the actor has failed and there is no more
   * @throws ClosedException if the actor has ended and there is no more, or is closed
   */
  public Optional<Message> tryReceive() {
    return receive(Duration.ZERO);
  }

  /**
   * Returns the parent's socket, to be watched by a {@link io.cero.Poller} or an {@link EventLoop};
   * receive with the methods here when it is readable, which it also is when the actor has ended.
   * While a thread polls it, that one closes the actor: {@link #close} uses the socket, too.
   */
  public PairSocket socket() {
    return ours;
  }

  private Message passed(Message message) {
    if (message.equals(END)) {
      endReceived = true;
      throw theEnd();
    }
    return message;
  }

  private void requireAlive() {
    if (!isAlive()) {
      throw theEnd();
    }
  }

  private void requireMore() {
    if (endReceived) {
      throw theEnd();
    }
  }

  /** What the caller is told when the pipe refuses; whoever closes the actor uses the pipe too. */
  private RuntimeException explained(CeroException refusal) {
    return refusal instanceof ClosedException || closing.get() ? theEnd() : refusal;
  }

  /** Why there is no more: it failed, it has ended, or it is closed. */
  private RuntimeException theEnd() {
    Throwable why = failure;
    if (why != null) {
      failureReported.set(true);
      return new ActorFailedException(name, why);
    }
    return new ClosedException("the actor '" + name + "'");
  }

  // ------------------------------------------------------------------ the end

  /**
   * Stops the actor, as the class says, and closes the pipe. The sockets that the body made are its
   * own to close. An interrupt does not end the wait; the flag stays set. Any thread; a second call
   * does nothing.
   *
   * @throws ActorFailedException if the actor has failed and nobody was told
   * @throws IllegalStateException if the actor calls it itself
   */
  @Override
  public void close() {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("an actor cannot close itself: let its body return");
    }
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      long told = System.nanoTime();
      if (tellToStop()) {
        interrupted |= awaitEnd(told);
      }
      if (isAlive()) {
        thread.interrupt();
        interrupted |= awaitEnd(System.nanoTime());
      }
    } finally {
      closePipe();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (isAlive()) {
      LOG.log(Level.WARNING, this + " neither stops nor heeds an interrupt: it is abandoned");
    }
    Throwable why = failure;
    if (why != null && failureReported.compareAndSet(false, true)) {
      throw new ActorFailedException(name, why);
    }
  }

  /** Sends the message; false if it cannot be sent, or not in time. */
  private boolean tellToStop() {
    try {
      return !isAlive() || ours.send(STOP, Duration.ofNanos(stopNanos));
    } catch (CeroException inUseOrClosed) {
      return false;
    }
  }

  /** Waits for the body's end, counted from a time; true if there was an interrupt meanwhile. */
  private boolean awaitEnd(long since) {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await(stopNanos - (System.nanoTime() - since), TimeUnit.NANOSECONDS);
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private void closePipe() {
    ours.close();
    theirs.close();
  }

  @Override
  public String toString() {
    return "the actor '" + name + "'" + (isAlive() ? "" : ", which has ended");
  }
}
