package io.cero.cli;

import io.cero.cli.perf.PerfCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code cero} command itself. It does nothing alone: each subcommand is a class named here.
 */
@Command(
    name = "cero",
    description = "ØMQ devices, demonstrations and measurements in pure Java.",
    mixinStandardHelpOptions = true,
    versionProvider = CeroVersion.class,
    subcommands = {
      QueueCommand.class,
      ForwarderCommand.class,
      StreamerCommand.class,
      DemoCommand.class,
      PerfCommand.class
    })
final class CeroCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name a subcommand; `cero --help` lists them.");
  }
}
