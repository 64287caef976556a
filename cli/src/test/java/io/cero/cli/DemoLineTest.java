package io.cero.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.examples.Demo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

class DemoLineTest {
  private static final Demo DEMO =
      Demo.of(
              "parrot",
              "Says what it is told.",
              (context, arguments, out) -> {
                out.println(arguments.text("FIRST"));
                out.println(arguments.text("SECOND"));
                out.println(arguments.number("--count"));
                out.println(arguments.list("REST"));
              })
          .argument("FIRST", "what to say")
          .argument("SECOND", "tcp://*:5555", "100 % sure")
          .argument("--count", 3, "how often")
          .arguments("REST", "what else")
          .picture("o---o\n");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private List<String> run(String... words) throws Exception {
    CommandLine cero = Main.commandLine();
    cero.parseArgs("demo", DEMO.name());
    CommandLine parent = cero.getSubcommands().get("demo");
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      assertEquals(ExitCode.OK, new DemoLine(DEMO, parent).run(List.of(words), out));
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private String refusal(String... words) {
    return assertThrows(ParameterException.class, () -> run(words)).getMessage();
  }

  @Test
  void shouldHandOverWhatIsGivenAndTheStandardsForTheRest() throws Exception {
    assertEquals(List.of("a", "tcp://*:5555", "3", "[]"), run("a"));
  }

  @Test
  void shouldTakeOptionsAnywhereAndAListAtTheEnd() throws Exception {
    assertEquals(List.of("a", "b", "7", "[c, d]"), run("a", "--count=7", "b", "c", "d"));
  }

  @Test
  void shouldShowThePictureAndTheArgumentsWithoutRunning() throws Exception {
    assertEquals(List.of("o---o"), run("--picture"));
    String help = String.join("\n", run("--help"));
    assertTrue(help.contains("cero demo parrot"), help);
    assertTrue(help.contains("100 % sure; default tcp://*:5555"), help);
  }

  @Test
  void shouldSayWhatIsWrongWithAnArgument() {
    assertEquals(
        "--count is '-1': give a whole number from 1 to 999999999", refusal("a", "--count=-1"));
    assertEquals(
        "--count is 'x': give a whole number from 1 to 999999999", refusal("a", "--count", "x"));
    assertEquals("FIRST is missing: what to say", refusal());
    assertEquals("Unknown option: '--nonsense'", refusal("a", "--nonsense"));
  }
}
