package io.cero.cli;

import io.cero.examples.Demo;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in one sentence what is wrong with the command line of some commands, or of one below them,
 * whose usage is too long to be shown with it; other commands show theirs.
 *
 * @param commands the commands' names
 * @param others what is done for other commands
 */
record OneSentence(Set<String> commands, IParameterExceptionHandler others)
    implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) throws Exception {
    for (CommandLine at = mistake.getCommandLine(); at != null; at = at.getParent()) {
      if (commands.contains(at.getCommandName())) {
        String name = mistake.getCommandLine().getCommandSpec().qualifiedName();
        mistake
            .getCommandLine()
            .getErr()
            .println("cero: " + mistake.getMessage() + "; " + name + " --help explains it");
        return CommandLine.ExitCode.USAGE;
      }
    }
    String place = whereElse(mistake);
    if (place != null) {
      mistake.getCommandLine().getErr().println("cero: " + place);
      return CommandLine.ExitCode.USAGE;
    }
    return others.handleParseException(mistake, arguments);
  }

  /** Where the command is that was sought among the first ones; null if there is none. */
  private static @Nullable String whereElse(ParameterException mistake) {
    CommandLine line = mistake.getCommandLine();
    if (line.getParent() == null
        && mistake instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      if (Demo.all().stream().anyMatch(demo -> demo.name().equals(word))) {
        return "'" + word + "' is a demo; start it by `cero demo " + word + "`";
      }
      CommandLine perf = line.getSubcommands().get("perf");
      if (perf != null && perf.getSubcommands().containsKey(word)) {
        return "'" + word + "' is a tool; start it by `cero perf " + word + "`";
      }
    }
    return null;
  }
}
