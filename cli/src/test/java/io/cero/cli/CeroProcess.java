package io.cero.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A child process whose output is read line by line. */
final class CeroProcess implements AutoCloseable {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long PATIENCE_SECONDS = 50;
  private static final String END = "\0";

  private final Process process;
  private final Lines output;
  private final Lines errors;

  /** One stream of the process. */
  private static final class Lines {
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    Lines(BufferedReader reader) {
      Thread thread =
          new Thread(
              () -> {
                try (reader) {
                  for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    queue.add(line);
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                } finally {
                  queue.add(END);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    String await(Predicate<String> wanted) throws InterruptedException {
      while (true) {
        String line = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null || line.equals(END)) {
          throw new AssertionError("the line did not come; there were: " + seen);
        }
        seen.add(line);
        if (wanted.test(line)) {
          return line;
        }
      }
    }

    List<String> rest() throws InterruptedException {
      while (true) {
        String line = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
          throw new AssertionError("the output did not end; there was: " + seen);
        }
        if (line.equals(END)) {
          return seen;
        }
        seen.add(line);
      }
    }
  }

  private CeroProcess(List<String> command) throws IOException {
    process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    output = new Lines(process.inputReader());
    errors = new Lines(process.errorReader());
  }

  /** Runs {@code bin/cero}, which must not inherit ignored signals from whoever runs the tests. */
  static CeroProcess cero(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("env", "--default-signal=INT,TERM", ROOT.resolve("bin/cero").toString()));
    command.addAll(List.of(arguments));
    return new CeroProcess(command);
  }

  /** Runs a Python program. */
  static CeroProcess python(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-c", program));
    command.addAll(List.of(arguments));
    return new CeroProcess(command);
  }

  /** The endpoint that the program says a side is bound to. */
  String boundEndpoint(String side) throws InterruptedException {
    String line = output.await(l -> l.startsWith(side) && l.contains(" bound to "));
    return line.substring(line.indexOf("tcp://"));
  }

  String awaitError(String part) throws InterruptedException {
    return errors.await(line -> line.contains(part));
  }

  /** Sends a signal by name. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** The exit status, once it has ended. */
  int status() throws InterruptedException {
    return status(PATIENCE_SECONDS);
  }

  int status(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("the program did not end");
    }
    return process.exitValue();
  }

  List<String> outputLines() throws InterruptedException {
    return output.rest();
  }

  List<String> errorLines() throws InterruptedException {
    return errors.rest();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
