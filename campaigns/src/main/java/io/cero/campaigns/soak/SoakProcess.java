package io.cero.campaigns.soak;

import io.cero.campaigns.frame.LateException;
import io.cero.campaigns.frame.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process of a soak, in one of its lives. Any thread. */
final class SoakProcess implements AutoCloseable {
  private static final int START_SECONDS = 60;

  private final Process process;
  private final PrintStream commands;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean expectsEnd;

  /**
   * Starts one.
   *
   * @param lines told every line that it says; the last is {@code gone}, or {@code died} if nobody
   *     had asked for its end
   */
  SoakProcess(String name, List<String> command, Consumer<String> lines) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    commands = new PrintStream(process.getOutputStream(), false, StandardCharsets.UTF_8);
    Thread reader = new Thread(() -> read(lines), "soak-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Consumer<String> lines) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("ready")) {
          ready.countDown();
        } else if (line.equals("ended")) {
          expectsEnd = true;
          ended.countDown();
        } else {
          lines.accept(line);
        }
      }
    } catch (IOException killed) {
      // Nothing more will come.
    }
    lines.accept(expectsEnd ? "gone" : "died");
    ready.countDown();
    ended.countDown();
  }

  void awaitReady() throws InterruptedException {
    if (!ready.await(START_SECONDS, TimeUnit.SECONDS)) {
      throw new LateException("a process did not start");
    }
  }

  /** Waits until it says that all has been ended. */
  void awaitEnd() throws InterruptedException {
    if (!ended.await(START_SECONDS, TimeUnit.SECONDS)) {
      throw new LateException("a process did not end");
    }
  }

  long pid() {
    return process.pid();
  }

  /** Gives it a command. */
  void say(String command) {
    synchronized (commands) {
      commands.println(command);
      commands.flush();
    }
  }

  /** Stops it where it is (SIGSTOP). */
  void freeze() throws IOException {
    Programs.run("kill", "-STOP", Long.toString(pid()));
  }

  /** Lets it go on (SIGCONT). */
  void thaw() throws IOException {
    Programs.run("kill", "-CONT", Long.toString(pid()));
  }

  /** Ends it at once (SIGKILL). */
  @Override
  public void close() {
    expectsEnd = true;
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
