package io.cero.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int cero(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(errors))
        .execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inproc://a", ">inproc://a", "@inproc://a"})
  void shouldRefuseAnEndpointThatNobodyElseCanReach(String endpoint) {
    assertEquals(CommandLine.ExitCode.USAGE, cero("queue", "tcp://127.0.0.1:*", endpoint));
    assertEquals(
        "cero: 'inproc://a': inproc does not reach other programs; give tcp://host:port or"
            + " ipc://path",
        errors.toString().trim());
  }

  @ParameterizedTest
  @CsvSource({"hwserver, cero demo hwserver", "local_thr, cero perf local_thr"})
  void shouldSayWhereACommandIsWhenItIsSoughtAmongTheFirstOnes(String word, String command) {
    assertEquals(CommandLine.ExitCode.USAGE, cero(word, "tcp://*:5555"));
    assertEquals(1, errors.toString().lines().count(), errors::toString);
    assertTrue(
        errors.toString().endsWith("start it by `" + command + "`" + System.lineSeparator()),
        errors::toString);
  }

  @Test
  void shouldSayWhichVersionItIs() {
    String version = new CeroVersion().getVersion()[0];
    for (String[] command :
        new String[][] {{}, {"queue"}, {"perf"}, {"perf", "local_thr"}, {"demo"}}) {
      String[] line = Arrays.copyOf(command, command.length + 1);
      line[command.length] = "--version";
      assertEquals(CommandLine.ExitCode.OK, cero(line));
    }
    assertEquals(5, out.toString().lines().filter(version::equals).count(), out::toString);
    assertTrue(errors.toString().isEmpty(), errors::toString);
  }
}
