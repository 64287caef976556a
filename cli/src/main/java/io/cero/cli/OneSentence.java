package io.cero.cli;

import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

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
    return others.handleParseException(mistake, arguments);
  }
}
