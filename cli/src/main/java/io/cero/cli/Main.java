package io.cero.cli;

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
    System.exit(new CommandLine(new CeroCommand()).execute(arguments));
  }
}
