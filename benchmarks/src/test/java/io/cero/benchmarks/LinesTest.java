package io.cero.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every line runs with a few messages and gives its values; no test looks at how fast. */
class LinesTest {
  private static final Scale TINY = new Scale(1, 1, 0.0005);

  /** One compiler, and no threads that collect: the processes last half a second. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  @TempDir static Path binaries;

  @BeforeAll
  static void compilePrograms() {
    boolean there =
        Files.exists(Path.of("/usr/include/zmq.h"))
            && Files.exists(Path.of("/usr/include/czmq.h"))
            && onPath("gcc")
            && onPath("strace");
    if (!there && System.getenv("CI") == null) {
      assumeTrue(
          false, "no gcc, libzmq3-dev, libczmq-dev or strace; as root: apt-get install them");
    }
    installation(List.of()).compile();
  }

  private static Installation installation(List<String> jvmOptions) {
    return new Installation(
        Path.of("src/main/c"),
        binaries,
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        null,
        null,
        jvmOptions);
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @TestFactory
  List<DynamicTest> shouldGiveEveryValueWhenRunWithFewMessages() {
    List<DynamicTest> tests = new ArrayList<>();
    Set<String> programs = new HashSet<>();
    for (Line line : Lines.all()) {
      // A gibibyte is too much for a test; the jars are there only once they are packed.
      if (line.id().startsWith("large-message") || line.id().equals("library-size")) {
        continue;
      }
      String kind = line.id().replaceFirst("-[0-9].*", "");
      for (Contender contender : line.contenders()) {
        // The other sizes run the same programs.
        if (!programs.add(contender + " " + kind)) {
          continue;
        }
        tests.add(DynamicTest.dynamicTest(line.id() + " " + contender, () -> run(line, contender)));
      }
    }
    return tests;
  }

  private static void run(Line line, Contender contender) {
    Map<String, List<Double>> values =
        line.scene().measure(contender, TINY, new Stage(installation(SHORT_LIVED)));
    String first = line.metrics().get(0).name();
    assertTrue(values.containsKey(first), () -> first + " is missing: " + values);
    for (Reach reach : line.reaches()) {
      if (contender == Contender.CERO || contender == reach.against()) {
        assertTrue(values.containsKey(reach.metric()), () -> reach + " has no value: " + values);
      }
    }
  }

  @Test
  void shouldAllocateNothingWhenSendingAndReceivingIntoABufferInSteadyState() {
    Line line =
        Lines.all().stream().filter(any -> any.id().equals("allocation")).findFirst().orElseThrow();
    Scale warm = new Scale(1, 6, 0.1);
    Map<String, List<Double>> values =
        line.scene().measure(Contender.CERO, warm, new Stage(installation(List.of())));
    for (String metric : List.of("push.alloc", "pull.alloc")) {
      List<Double> rounds = values.get(metric);
      double bytes = rounds.get(rounds.size() - 1);
      // Less than one object in a hundred messages: none is made for a message.
      assertTrue(bytes < 0.16, () -> metric + ": " + bytes + " bytes per message");
    }
  }

  @Test
  void shouldTakeOtherVersionsWhereCeroIsTakenAndPlainCeroOnlyWhenNamed() {
    for (Line line : Lines.all()) {
      assertEquals(line.takes(Contender.CERO), line.takes(Contender.BEFORE), line.id());
      assertEquals(line.takes(Contender.CERO), line.takes(Contender.NEWER), line.id());
      assertEquals(line.contenders().contains(Contender.PLAIN), line.takes(Contender.PLAIN));
    }
  }

  @Test
  void shouldNameEachLineOnceWhenListed() {
    List<String> names = Lines.all().stream().map(Line::id).toList();
    assertFalse(names.isEmpty());
    assertEquals(names.size(), names.stream().distinct().count());
  }
}
