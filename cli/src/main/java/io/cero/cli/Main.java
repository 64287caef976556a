package io.cero.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

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
    CommandLine commandLine =
        commandLine()
            .setOut(new PrintWriter(StandardOutput.ofThisProcess(), true, StandardCharsets.UTF_8));
    int status;
    try {
      status = commandLine.execute(arguments);
    } catch (Error failure) { // memory may be short, or threads
      status = FailureHandler.report(failure, commandLine.getErr());
    }
    System.exit(status);
  }

  /** The command line, which explains a user's mistake in a sentence and not with a trace. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new CeroCommand());
    CommandLine demo = Objects.requireNonNull(commandLine.getSubcommands().get("demo"));
    demo.setStopAtPositional(true); // a demo has its own options
    return commandLine
        .registerConverter(int.class, word -> (int) wholeNumber(word, Integer.MAX_VALUE))
        .registerConverter(Integer.class, word -> (int) wholeNumber(word, Integer.MAX_VALUE))
        .registerConverter(long.class, word -> wholeNumber(word, Long.MAX_VALUE))
        .registerConverter(Long.class, word -> wholeNumber(word, Long.MAX_VALUE))
        .setParameterExceptionHandler(
            new OneSentence(Set.of("perf", "demo"), commandLine.getParameterExceptionHandler()))
        .setExecutionExceptionHandler(new FailureHandler());
  }

  private static long wholeNumber(String word, long most) {
    try {
      long number = Long.parseLong(word);
      if (number <= most && number >= -most) {
        return number;
      }
    } catch (NumberFormatException letters) {
      // said below
    }
    throw new TypeConversionException("'" + word + "' is not a whole number up to " + most);
  }
}
