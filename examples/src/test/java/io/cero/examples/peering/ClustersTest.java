package io.cero.examples.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cero.examples.ArgumentException;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.examples.play.Play;
import io.cero.testkit.IpcDirectory;
import io.cero.testkit.RunningProgram;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The peering programs, with several clusters in one process and with each in one of its own. */
class ClustersTest {
  private final IpcDirectory folder = IpcDirectory.create();

  @AfterEach
  void delete() {
    folder.close();
  }

  private Arguments arguments(Demo demo, String... names) {
    return demo.arguments().with("NAME", names).with("--folder", folder.path().toString());
  }

  @Test
  void shouldHearTheStatesOfAllPeers() {
    Arguments arguments =
        arguments(PeeringState.DEMO, "DC1", "DC2", "DC3").with("--here", "3").with("--beat", "5");
    try (RunningProgram clusters = Play.start(PeeringState.DEMO, arguments)) {
      for (int here = 1; here <= 3; here++) {
        for (int there = 1; there <= 3; there++) {
          String wanted = "DC" + here + ": DC" + there + " - \\d workers free";
          if (here != there) {
            clusters.awaitLine(line -> line.matches(wanted));
          }
        }
      }
    }
  }

  @Test
  void shouldSendSomeTasksAbroad() {
    Arguments arguments =
        arguments(PeeringTasks.DEMO, "DC1", "DC2").with("--here", "2").with("--pause", "5");
    try (RunningProgram clusters = Play.start(PeeringTasks.DEMO, arguments)) {
      clusters.awaitLine(line -> line.matches("DC1: task [0-9A-F]{4} done at DC1"));
      clusters.awaitLine(line -> line.matches("DC1: task [0-9A-F]{4} done at DC2"));
      clusters.awaitLine(line -> line.matches("DC2: task [0-9A-F]{4} done at DC1"));
      clusters.awaitLine(line -> line.matches("DC2: task [0-9A-F]{4} done at DC2"));
    }
  }

  private RunningProgram peering(int workers, String... names) {
    return Play.start(
        Peering.DEMO,
        arguments(Peering.DEMO, names)
            .with("--workers", Integer.toString(workers))
            .with("--clients", "4")
            .with("--pause", "20")
            .with("--work", "2"));
  }

  private static void awaitTaskDone(RunningProgram cluster, String where) {
    cluster.awaitLine(line -> line.matches("task [0-9A-F]{4} done at " + where));
  }

  @Test
  void shouldHelpEachOtherWhileClustersComeAndGo() {
    try (RunningProgram first = peering(1, "DC1", "DC2")) {
      awaitTaskDone(first, "DC1");
      try (RunningProgram second = peering(5, "DC2", "DC1")) {
        first.awaitLine("DC2 is here");
        second.awaitLine("DC1 is here");
        awaitTaskDone(first, "DC2");
      }
      first.awaitLine("DC2 has gone");
      // One that the first has never heard of.
      try (RunningProgram third = peering(5, "DC3", "DC1")) {
        first.awaitLine("DC3 is here");
        awaitTaskDone(first, "DC3");
        awaitTaskDone(third, "DC3");
      }
      first.awaitLine("DC3 has gone");
      try (RunningProgram again = peering(5, "DC2", "DC1")) {
        again.awaitLine("DC1 is here");
        awaitTaskDone(again, "DC2");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1, 'no NAME is given: give this cluster''s, and then its peers'''",
    "DC1 DC1, 1, a NAME is given twice: give each cluster another",
    "DC1 DC2, 3, --here is 3: there are only 2 NAMEs",
    "../DC1, 1, 'a cluster cannot be called ''../DC1'': give 1 to 20 letters, digits, ''-'' or ''_'''",
  })
  void shouldExplainWhatIsWrongWithItsArguments(String names, String here, String explanation) {
    Arguments arguments =
        arguments(Peering.DEMO, names.isEmpty() ? new String[0] : names.split(" "))
            .with("--here", here);
    assertEquals(
        explanation,
        assertThrows(
                ArgumentException.class,
                () -> Peering.DEMO.run(arguments, new PrintStream(PrintStream.nullOutputStream())))
            .getMessage());
  }
}
