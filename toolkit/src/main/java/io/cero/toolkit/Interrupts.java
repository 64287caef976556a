package io.cero.toolkit;

import io.cero.Context;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ends a program in good order on Ctrl-C (SIGINT) or SIGTERM, and kills it on the next one.
 *
 * <pre>{@code
 * public static void main(String[] arguments) {
 *   try (Context context = Context.create();
 *       Interrupts interrupts = Interrupts.closing(context)) {
 *     RepSocket rep = context.rep();
 *     rep.bind("tcp://*:5555");
 *     interrupts.onInterrupt(() -> System.out.println("bye"));
 *     while (true) {
 *       rep.send("Hello " + rep.receiveText());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p><b>The first signal</b> does this, in a thread of the JVM's:
 *
 * <ol>
 *   <li>The thread that made this, the program, is interrupted: a call that waits ends with an
 *       {@link io.cero.InterruptedOperationException}, {@link EventLoop#run} returns. Its sockets
 *       still work, so its {@code finally} blocks may say good-bye. The program has the context's
 *       linger to leave its {@code try} block; {@link #close} there waits for the JVM's end.
 *   <li>The clean-up of {@link #onInterrupt} runs, the last one first.
 *   <li>The context is closed: every other thread's call ends with a {@link
 *       io.cero.ClosedException}; what was sent is written, within the longest linger and a second.
 *   <li>The JVM exits with status 0, by {@link System#exit}, so shutdown hooks run.
 * </ol>
 *
 * <p><b>The second signal</b> halts the JVM at once, whatever it is doing, with the status that a
 * shell gives to who was ended by that signal: 130 for SIGINT, 143 for SIGTERM.
 *
 * <p>Any thread may use this. One at a time per process makes sense: the last one made gets the
 * signals until it is closed.
 */
public final class Interrupts implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.cero.toolkit");
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private enum State {
    ARMED,
    ENDING,
    DISARMED
  }

  /** How the JVM ends. */
  interface Jvm {
    /** Runs the shutdown hooks and ends. */
    void exit(int status);

    /** Ends. */
    void halt(int status);
  }

  private final Context context;
  private final Jvm jvm;
  private final Thread program = Thread.currentThread();
  private final AtomicReference<State> state = new AtomicReference<>(State.ARMED);
  private final CountDownLatch left = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Signals.Installed> installed = new ArrayList<>();

  /** Who ends the program. */
  private volatile @Nullable Thread ender;

  // Guarded by itself.
  private final Deque<Runnable> cleanUps = new ArrayDeque<>();

  Interrupts(Context context, Jvm jvm) {
    this.context = context;
    this.jvm = jvm;
  }

  /**
   * Has a signal end the program: the calling thread, and everything that uses the context.
   *
   * @throws io.cero.UnsupportedFeatureException if the JVM does not give its signals to programs
   *     (it was started with {@code -Xrs})
   */
  public static Interrupts closing(Context context) {
    Interrupts interrupts =
        new Interrupts(
            context,
            new Jvm() {
              @Override
              public void exit(int status) {
                System.exit(status);
              }

              @Override
              public void halt(int status) {
                Runtime.getRuntime().halt(status);
              }
            });
    interrupts.install();
    return interrupts;
  }

  private void install() {
    try {
      for (String name : SIGNALS) {
        installed.add(Signals.install(name, this::onSignal));
      }
    } catch (RuntimeException e) {
      restore();
      throw e;
    }
  }

  private void restore() {
    for (int i = installed.size() - 1; i >= 0; i--) {
      installed.get(i).restore();
    }
  }

  /**
   * Has something run when a signal ends the program, before the context is closed. It must end by
   * itself: what waits here delays the end. What it throws is logged. Without a signal it does not
   * run.
   */
  public void onInterrupt(Runnable cleanUp) {
    synchronized (cleanUps) {
      cleanUps.push(cleanUp);
    }
  }

  /** True once a signal has come, for a program that computes and does not wait. */
  public boolean isInterrupted() {
    return state.get() == State.ENDING;
  }

  void onSignal(String name) {
    if (state.compareAndSet(State.ARMED, State.ENDING)) {
      end();
    } else if (state.get() == State.ENDING) {
      jvm.halt(128 + Signals.number(name));
    }
  }

  private void end() {
    ender = Thread.currentThread();
    try {
      program.interrupt();
      awaitLeaving();
      cleanUp();
      context.close();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the context could not be closed in good order", e);
    } finally {
      jvm.exit(0);
      over.countDown(); // reached in tests only
    }
  }

  private void awaitLeaving() {
    try {
      left.await(Nanoseconds.of(context.options().linger()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // somebody is in a hurry
    }
  }

  private void cleanUp() {
    while (true) {
      Runnable next;
      synchronized (cleanUps) {
        next = cleanUps.pollFirst();
      }
      if (next == null) {
        return;
      }
      try {
        next.run();
      } catch (Throwable fault) {
        LOG.log(Level.WARNING, "a clean-up failed; the program ends nevertheless", fault);
      }
    }
  }

  /**
   * Gives the signals back to whom they belonged to before. If one has come, says that the program
   * has left, and waits for the end of the JVM. A second call does nothing else.
   */
  @Override
  public void close() {
    if (state.compareAndSet(State.ARMED, State.DISARMED)) {
      restore();
    } else if (state.get() == State.ENDING && ender != Thread.currentThread()) {
      left.countDown();
      awaitOver();
    }
  }

  private void awaitOver() {
    boolean interrupted = false;
    while (true) {
      try {
        over.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
