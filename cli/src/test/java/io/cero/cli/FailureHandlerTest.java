package io.cero.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.AddressInUseException;
import io.cero.ClosedException;
import io.cero.Context;
import io.cero.EndpointException;
import io.cero.PullSocket;
import io.cero.toolkit.ActorFailedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailureHandlerTest {
  private final StringWriter errors = new StringWriter();

  private int report(Throwable failure) {
    return FailureHandler.report(failure, new PrintWriter(errors));
  }

  private List<String> complaints() {
    return errors.toString().lines().toList();
  }

  @Test
  void shouldBlameTheCommandLineWhenItCannotBeCarriedOut() {
    AddressInUseException inUse = new AddressInUseException("tcp://*:5555", null);
    assertEquals(CommandLine.ExitCode.USAGE, report(inUse));
    assertEquals(List.of("cero: " + inUse.getMessage()), complaints());
    assertEquals(CommandLine.ExitCode.USAGE, report(new EndpointException("x", "no port")));
  }

  @Test
  void shouldNotBlameTheCommandLineWhenTheProgramFailed() {
    ClosedException closed = closed();
    assertEquals(CommandLine.ExitCode.SOFTWARE, report(closed));
    assertEquals(List.of("cero: " + closed.getMessage()), complaints());
  }

  private static ClosedException closed() {
    try (Context context = Context.create()) {
      PullSocket pull = context.pull();
      pull.close();
      try {
        pull.receive();
      } catch (ClosedException expected) {
        return expected;
      }
    }
    throw new AssertionError("a closed socket received");
  }

  @Test
  void shouldSayWhatIsBehindWhenAnActorFailed() {
    EndpointException cause = new EndpointException("tcp://*:x", "the port is a number");
    assertEquals(CommandLine.ExitCode.SOFTWARE, report(new ActorFailedException("a", cause)));
    assertEquals(List.of("cero: " + cause.getMessage()), complaints());
  }

  @Test
  void shouldSayItInOneLineAndWithoutATraceWhenNobodyFoundTheFaultYet() {
    assertEquals(CommandLine.ExitCode.SOFTWARE, report(new IllegalStateException("two\nlines")));
    assertEquals(
        List.of(
            "cero: this is a fault of the program (java.lang.IllegalStateException: two lines);"
                + " CERO_JAVA_OPTS=-Dcero.trace=true shows where it is"),
        complaints());
  }

  @Test
  void shouldSayThatMemoryIsShort() {
    assertEquals(CommandLine.ExitCode.SOFTWARE, report(new OutOfMemoryError("Java heap space")));
    assertEquals(
        List.of("cero: there is not enough memory (Java heap space); see CERO_JAVA_OPTS"),
        complaints());
  }
}
