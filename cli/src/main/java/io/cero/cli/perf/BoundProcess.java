package io.cero.cli.perf;

import com.fasterxml.jackson.jr.ob.JSON;
import io.cero.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another JVM with the flags of this one that runs a tool which binds. Of one thread. */
final class BoundProcess implements AutoCloseable {
  private static final String BOUND = "bound to ";

  private final Process process;
  private final BufferedReader output;
  private final PrintWriter input;
  private final String endpoint;
  private final Thread hook;

  /**
   * Starts it and waits until it is bound.
   *
   * @param heap megabytes, fixed
   * @param arguments of {@code cero perf}
   */
  BoundProcess(int heap, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!flag.matches(
          "-Xm[sx].*|-agent.*|-javaagent.*|-Dcero\\.(terminal|columns).*|-XX:StartFlight.*")) {
        command.add(flag);
      }
    }
    command.addAll(
        List.of(
            "-Xms" + heap + "m",
            "-Xmx" + heap + "m",
            "-XX:+AlwaysPreTouch",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "perf"));
    command.addAll(arguments);
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new StoppedException("the bound side does not start: " + e.getMessage());
    }
    // It also ends by itself, when its input does; this is for the case that it hangs.
    hook = new Thread(process::destroyForcibly, "cero-perf-end");
    Runtime.getRuntime().addShutdownHook(hook);
    output = process.inputReader();
    input = new PrintWriter(process.outputWriter(), true);
    endpoint = line(BOUND).substring(BOUND.length());
  }

  /** Where it is bound. */
  String endpoint() {
    return endpoint;
  }

  /** Writes a line to it, and returns the JSON that it answers. */
  Map<String, Object> ask(long question) {
    input.println(question);
    try {
      return JSON.std.mapFrom(line("{"));
    } catch (IOException e) {
      throw new StoppedException("the bound side does not answer in JSON: " + e.getMessage());
    }
  }

  /** The next line that begins so. */
  private String line(String beginning) {
    List<String> others = new ArrayList<>();
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(beginning)) {
          return line;
        }
        others.add(line);
      }
    } catch (IOException e) {
      others.add(String.valueOf(e.getMessage()));
    }
    throw new StoppedException("the bound side has ended: " + String.join(" / ", others));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // it does what is done here
    }
  }
}
