package io.cero.campaigns.network;

import io.cero.campaigns.frame.LateException;
import io.cero.campaigns.frame.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A {@link Station}, or another program that is told what to do by lines, in a process of its own.
 * For one thread.
 */
public final class StationProcess implements AutoCloseable {
  /** A line that a station said, and when. */
  public record Said(String line, long nanos) {}

  private static final Duration START = Duration.ofSeconds(60);
  private static final int KEPT = 30;

  private final String name;
  private final Process process;
  private final PrintStream commands;
  private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
  private final List<String> heard = new ArrayList<>();

  /** Starts one; the words before the JVM's say where, as {@code ip netns exec NAME} does. */
  public StationProcess(String name, List<String> where) throws IOException {
    this(
        name,
        where,
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // Else the JVM names an IPv4 address first, and a dead IPv6 one beside it is never
            // tried.
            "-Djava.net.preferIPv6Addresses=true",
            // A name is looked up by the JVM at most this often, in seconds.
            "-Dsun.net.inetaddr.ttl=0"),
        List.of(Station.class.getName()));
  }

  /** Starts another program that is told what to do in this way, and begins with a ready. */
  public StationProcess(String name, List<String> flags, Class<?> program, String... arguments)
      throws IOException {
    this(
        name,
        List.of(),
        flags,
        Stream.concat(Stream.of(program.getName()), Stream.of(arguments)).toList());
  }

  private StationProcess(String name, List<String> where, List<String> flags, List<String> program)
      throws IOException {
    this.name = name;
    List<String> command = new ArrayList<>(where);
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, name + "-lines");
    reader.setDaemon(true);
    reader.start();
    await("ready", START);
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        said.add(new Said(line, System.nanoTime()));
      }
    } catch (IOException killed) {
      // Nothing more will come.
    }
    said.add(new Said("gone", System.nanoTime()));
  }

  long pid() {
    return process.pid();
  }

  /** Gives a command. */
  public StationProcess say(String command) {
    commands.println(command);
    return this;
  }

  /** Gives a command and waits for the answer that begins with some words. */
  public String ask(String command, String answer) {
    say(command);
    return await(answer, START).line();
  }

  /** Waits for a line that begins with some words; what comes before it is passed over. */
  public Said await(String beginning, Duration most) {
    return awaitAll(most, beginning).get(0);
  }

  /**
   * Waits for a line for each of some beginnings, in whatever order they come: what a station's
   * threads say has none. What else comes meanwhile is passed over.
   *
   * @return the lines in the order of the beginnings
   */
  List<Said> awaitAll(Duration most, String... beginnings) {
    long deadline = System.nanoTime() + most.toNanos();
    Said[] found = new Said[beginnings.length];
    int left = beginnings.length;
    while (left > 0) {
      Said next = next(deadline, beginnings);
      boolean wanted = false;
      for (int i = 0; i < beginnings.length && !wanted; i++) {
        if (found[i] == null && next.line().startsWith(beginnings[i])) {
          found[i] = next;
          left--;
          wanted = true;
        }
      }
      if (!wanted && isEnd(next.line())) {
        throw new AssertionError("station " + name + " said " + heard);
      }
    }
    return List.of(found);
  }

  private static boolean isEnd(String line) {
    return line.equals("gone") || line.startsWith("failed") || line.startsWith("disorder");
  }

  private Said next(long deadline, String... beginnings) {
    try {
      Said next = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new LateException(
            "station "
                + name
                + " did not say "
                + String.join(" and ", beginnings)
                + " in time, but "
                + heard);
      }
      note(next.line());
      return next;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Passes over what was said up to now; returns it. */
  List<String> passOver() {
    List<Said> passed = new ArrayList<>();
    said.drainTo(passed);
    passed.forEach(each -> note(each.line()));
    return passed.stream().map(Said::line).toList();
  }

  private void note(String line) {
    if (heard.size() == KEPT) {
      heard.remove(0);
    }
    heard.add(line);
  }

  /** Stops the process where it is, without its knowing (SIGSTOP). */
  void freeze() throws IOException {
    signal("STOP");
  }

  /** Lets it go on. */
  void thaw() throws IOException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException {
    Programs.run("kill", "-" + signal, Long.toString(process.pid()));
  }

  /** Ends it at once (SIGKILL). */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
