package io.cero.cli;

import io.cero.AddressInUseException;
import io.cero.CeroException;
import io.cero.EndpointException;
import io.cero.OptionException;
import io.cero.UnsupportedFeatureException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says in one sentence why a command has failed. A trace of the stack is for who looks for a fault
 * of the program itself, and asks for it: {@code CERO_JAVA_OPTS=-Dcero.trace=true}.
 */
final class FailureHandler implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    return report(failure, command.getErr());
  }

  /** Says it, and returns the exit status that fits. */
  static int report(Throwable failure, PrintWriter errors) {
    errors.println("cero: " + sentence(failure));
    if (Boolean.getBoolean("cero.trace")) {
      failure.printStackTrace(errors);
    }
    errors.flush();
    return status(failure);
  }

  private static String sentence(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof CeroException told) {
        return String.valueOf(told.getMessage());
      }
      if (at instanceof OutOfMemoryError) {
        return "there is not enough memory (" + at.getMessage() + "); see CERO_JAVA_OPTS";
      }
    }
    return "this is a fault of the program ("
        + failure.toString().replaceAll("\\s+", " ")
        + "); CERO_JAVA_OPTS=-Dcero.trace=true shows where it is";
  }

  /** Tells what cannot be carried out as it was asked for from what failed while it ran. */
  private static int status(Throwable failure) {
    return failure instanceof EndpointException
            || failure instanceof AddressInUseException
            || failure instanceof OptionException
            || failure instanceof UnsupportedFeatureException
        ? ExitCode.USAGE
        : ExitCode.SOFTWARE;
  }
}
