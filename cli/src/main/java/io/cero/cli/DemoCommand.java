package io.cero.cli;

import io.cero.examples.Demo;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
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
    versionProvider = CeroVersion.class,
    footer = {
      "",
      "`cero demo NAME --help` lists a program's arguments, `cero demo NAME --picture` shows its"
          + " sockets. Ctrl-C ends it."
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Which one.")
  private @Nullable String name;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "Its arguments.")
  private @Nullable List<String> arguments;

  @Override
  public Integer call() throws Exception {
    // Names and pictures have letters and lines that not every locale has.
    PrintStream out = new PrintStream(StandardOutput.ofThisProcess(), true, StandardCharsets.UTF_8);
    List<Demo> demos = Demo.all();
    String wanted = name;
    if (wanted == null) {
      demos.forEach(demo -> out.printf("%-14s %s%n", demo.name(), demo.summary()));
      return ExitCode.OK;
    }
    for (Demo demo : demos) {
      if (demo.name().equals(wanted)) {
        List<String> rest = arguments;
        return new DemoLine(demo, spec.commandLine()).run(rest == null ? List.of() : rest, out);
      }
    }
    spec.commandLine()
        .getErr()
        .println("cero: there is no demo '" + wanted + "'; `cero demo` lists them");
    return ExitCode.USAGE;
  }
}
