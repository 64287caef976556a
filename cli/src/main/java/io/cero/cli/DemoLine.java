package io.cero.cli;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.InterruptedOperationException;
import io.cero.examples.ArgumentException;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.examples.Parameter;
import io.cero.examples.Parameter.Kind;
import io.cero.toolkit.Interrupts;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line of one demo, as the catalogue describes it. */
final class DemoLine {
  private final Demo demo;
  private final CommandLine line;

  DemoLine(Demo demo, CommandLine parent) {
    this.demo = demo;
    CommandSpec spec = CommandSpec.create();
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .type(boolean.class)
            .usageHelp(true)
            .description("Show this help.")
            .build());
    spec.usageMessage().description(demo.summary());
    spec.addOption(
        OptionSpec.builder("--picture")
            .type(boolean.class)
            .description("Show its sockets.")
            .build());
    int position = 0;
    for (Parameter parameter : demo.parameters()) {
      spec.add(parameter.isOption() ? option(parameter) : positional(parameter, position++));
    }
    this.line = new CommandLine(spec);
    parent.addSubcommand(demo.name(), line);
  }

  private static ArgSpec option(Parameter parameter) {
    return OptionSpec.builder(parameter.name())
        .type(String.class)
        .paramLabel(parameter.kind().name())
        .description(description(parameter))
        .build();
  }

  private static ArgSpec positional(Parameter parameter, int position) {
    boolean isList = parameter.kind() == Kind.LIST;
    return PositionalParamSpec.builder()
        .index(isList ? position + "..*" : Integer.toString(position))
        .arity(isList ? "0..*" : "0..1")
        .type(isList ? String[].class : String.class)
        .paramLabel(parameter.name())
        .description(description(parameter))
        .build();
  }

  private static String description(Parameter parameter) {
    String standard = parameter.standard();
    String text = parameter.description() + (standard == null ? "" : "; default " + standard);
    return text.replace("%", "%%");
  }

  /** Runs the demo, or shows what is asked for; Ctrl-C ends it. */
  int run(List<String> words, PrintStream out) throws Exception {
    ParseResult parsed = line.parseArgs(words.toArray(String[]::new));
    if (parsed.isUsageHelpRequested()) {
      line.usage(out);
      return ExitCode.OK;
    }
    if (parsed.hasMatchedOption("--picture")) {
      out.print(demo.picture());
      return ExitCode.OK;
    }
    try (Context context = Context.create();
        Interrupts interrupts = Interrupts.closing(context)) {
      try {
        demo.program().run(context, given(parsed), out);
      } catch (ArgumentException mistake) {
        throw new ParameterException(line, mistake.getMessage(), mistake);
      } catch (InterruptedOperationException | InterruptedException | ClosedException ended) {
        if (!interrupts.isInterrupted()) {
          throw ended;
        }
      }
    }
    return ExitCode.OK;
  }

  private Arguments given(ParseResult parsed) {
    Arguments arguments = demo.arguments();
    for (ArgSpec matched : parsed.matchedArgs()) {
      String name =
          matched instanceof OptionSpec option ? option.longestName() : matched.paramLabel();
      List<String> values = matched.originalStringValues();
      if (!values.isEmpty()) {
        arguments = arguments.with(name, values.toArray(String[]::new));
      }
    }
    return arguments;
  }
}
