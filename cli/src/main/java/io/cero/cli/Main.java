package io.cero.cli;

import io.cero.CeroException;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;

/** Where the {@code cero} program starts. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the JVM with its exit status: 0 for done, 1 for a failure while
   * running, 2 for a command line that cannot be carried out.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line, which explains a user's mistake in a sentence and not with a trace. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new CeroCommand());
    CommandLine demo = Objects.requireNonNull(commandLine.getSubcommands().get("demo"));
    demo.setStopAtPositional(true); // a demo has its own options
    return commandLine
        .setParameterExceptionHandler(
            new OneSentence(Set.of("perf", "demo"), commandLine.getParameterExceptionHandler()))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof CeroException mistake) {
                command.getErr().println("cero: " + mistake.getMessage());
                return CommandLine.ExitCode.USAGE;
              }
              throw failure;
            });
  }
}
