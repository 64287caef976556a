package io.cero.testkit;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs in a thread beside the test, which reads what it prints.
 *
 * <p>Any thread may use it. What it waits for must happen by the deadline of {@link Peers}.
 */
public final class RunningProgram implements AutoCloseable {

  /** What runs. It ends when its thread is interrupted. */
  @FunctionalInterface
  public interface Body {
    /** Runs, and prints to a stream in UTF-8. */
    void run(PrintStream out) throws Exception;
  }

  private final Thread thread;

  // Guarded by this.
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private @Nullable Throwable failure;
  private boolean ended;

  private RunningProgram(String name, Body body) {
    thread = new Thread(() -> live(body), name);
    thread.setDaemon(true);
  }

  /** Starts a program. */
  public static RunningProgram start(String name, Body body) {
    RunningProgram program = new RunningProgram(name, body);
    program.thread.start();
    return program;
  }

  private void live(Body body) {
    Throwable thrown = null;
    try (PrintStream out = new PrintStream(new Printed(), true, StandardCharsets.UTF_8)) {
      body.run(out);
    } catch (Throwable e) {
      thrown = e;
    }
    synchronized (this) {
      failure = thrown;
      ended = true;
      notifyAll();
    }
  }

  /** Where the program's output goes. */
  private final class Printed extends OutputStream {
    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      synchronized (RunningProgram.this) {
        printed.write(bytes, offset, length);
        RunningProgram.this.notifyAll();
      }
    }
  }

  /** Returns what it has printed so far. */
  public synchronized String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Returns the lines that it has printed, once it has ended by itself. */
  public synchronized List<String> lines() {
    await("its end", () -> ended ? Optional.of(output()) : Optional.empty());
    return output().lines().toList();
  }

  /** Waits until it has printed a line that fits, and returns the first. */
  public String awaitLine(Predicate<String> wanted) {
    return await(
        "a line",
        () -> {
          String text = output();
          return text.substring(0, text.lastIndexOf('\n') + 1).lines().filter(wanted).findFirst();
        });
  }

  /** Waits until it has printed this line. */
  public void awaitLine(String wanted) {
    awaitLine(wanted::equals);
  }

  /** Waits until everything that it has printed, lines that are under way too, fits. */
  public void awaitOutput(Predicate<String> wanted) {
    await("an output", () -> Optional.of(output()).filter(wanted));
  }

  /**
   * Waits until it has said where one of its sockets is bound, and returns that endpoint.
   *
   * @param socket how the line begins: <em>socket</em> bound to <em>endpoint</em>
   */
  public String boundEndpoint(String socket) {
    String line = awaitLine(l -> l.startsWith(socket) && l.contains(" bound to "));
    return line.substring(line.indexOf(" bound to ") + " bound to ".length());
  }

  private synchronized String await(String what, Supplier<Optional<String>> look) {
    long deadline = System.nanoTime() + Peers.DEADLINE.toNanos();
    while (true) {
      boolean isLast = ended || System.nanoTime() - deadline >= 0;
      Optional<String> found = failure == null ? look.get() : Optional.empty();
      if (found.isPresent()) {
        return found.get();
      }
      if (isLast) {
        throw new AssertionError(
            what + " of " + thread.getName() + " did not come; it printed:\n" + output(), failure);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }

  /** Interrupts it and waits for its end; fails if it has failed. */
  @Override
  public void close() {
    thread.interrupt();
    lines();
  }
}
