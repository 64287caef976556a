package io.cero.cli;

import io.cero.examples.Demo;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cero demo}: lists the guide's programs, or runs one. */
@Command(
    name = "demo",
    description = "Runs one of the guide's programs; lists them if none is named.",
    mixinStandardHelpOptions = true,
    versionProvider = CeroVersion.class)
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one.")
  private @Nullable String name;

  @Override
  public Integer call() throws InterruptedException {
    List<Demo> demos = Demo.all();
    String wanted = name;
    if (wanted == null) {
      PrintWriter out = spec.commandLine().getOut();
      demos.forEach(demo -> out.printf("%-10s %s%n", demo.name(), demo.description()));
      return ExitCode.OK;
    }
    for (Demo demo : demos) {
      if (demo.name().equals(wanted)) {
        demo.run(System.out);
        return ExitCode.OK;
      }
    }
    String known = demos.stream().map(Demo::name).collect(Collectors.joining(", "));
    spec.commandLine()
        .getErr()
        .println("cero: there is no demo '" + wanted + "'; there are: " + known);
    return ExitCode.USAGE;
  }
}
