package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.UnsupportedFeatureException;
import io.cero.wire.SocketType;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real signals to a real program. */
class SignalsTest {
  private static final long PATIENCE_SECONDS = 40;

  private Process program;
  private BufferedReader output;

  @AfterEach
  void end() {
    if (program != null) {
      program.destroyForcibly();
    }
  }

  private static Path placeOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private void start(String... arguments) throws Exception {
    Path classes = placeOf(Interrupts.class);
    String classPath =
        Stream.of(
                classes,
                classes.resolveSibling("test-classes"),
                placeOf(Context.class),
                placeOf(SocketType.class))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    // Whoever runs the tests may ignore the signals, and a program inherits that.
    command.addAll(List.of("env", "--default-signal=INT,TERM"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.add(InterruptedProgram.class.getName());
    command.addAll(List.of(arguments));
    program = new ProcessBuilder(command).redirectErrorStream(true).start();
    output = program.inputReader();
    assertEquals("ready", output.readLine());
  }

  private void signal(String name) throws Exception {
    raise(name, Long.toString(program.pid()));
  }

  private static void raise(String name, String pid) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
  }

  private int status() throws InterruptedException {
    assertTrue(program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the program did not end");
    return program.exitValue();
  }

  @ParameterizedTest
  @CsvSource({"INT", "TERM"})
  void shouldLeaveCleanUpAndExitWithZeroWhenASignalComes(String name) throws Exception {
    start();
    signal(name);
    assertEquals("left", output.readLine());
    assertEquals("clean-up", output.readLine());
    assertEquals(0, status());
    assertEquals(null, output.readLine());
  }

  @Test
  void shouldCloseTheContextAndExitWithZeroWhenTheProgramDoesNotHeedTheInterrupt()
      throws Exception {
    start("deaf");
    signal("INT");
    assertEquals("clean-up", output.readLine());
    assertEquals(0, status());
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void shouldBeKilledWhenASecondSignalComes(String name, int expected) throws Exception {
    start("stubborn");
    signal("INT");
    assertEquals("left", output.readLine());
    assertEquals("clean-up", output.readLine());
    signal(name);
    assertEquals(expected, status());
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void shouldEndAsTheJvmDoesWhenTheSignalsWereGivenBack(String name, int expected)
      throws Exception {
    start("disarmed");
    signal(name);
    assertEquals(expected, status());
    assertEquals(null, output.readLine());
  }

  @Test
  void shouldCallTheFormerHandlerWhenTheLastOneWasTakenBack() throws Exception {
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    String pid = Long.toString(ProcessHandle.current().pid());
    Signals.Installed first = Signals.install("WINCH", name -> calls.add("first " + name));
    Signals.Installed second = Signals.install("WINCH", name -> calls.add("second " + name));
    raise("WINCH", pid);
    assertEquals("second WINCH", calls.take());
    second.restore();
    raise("WINCH", pid);
    assertEquals("first WINCH", calls.take());
    first.restore();
  }

  @Test
  void shouldRefuseASignalThatTheJvmKeepsForItself() {
    assertThrows(UnsupportedFeatureException.class, () -> Signals.install("SEGV", signal -> {}));
  }
}
