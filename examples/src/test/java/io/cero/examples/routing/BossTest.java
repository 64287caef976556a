package io.cero.examples.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.examples.play.Play;
import io.cero.testkit.RunningProgram;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BossTest {
  private static final String COMPLETED = "Completed: (\\d+) tasks";

  static Stream<Demo> bosses() {
    return Stream.of(RouterToReq.DEMO, RouterToDealer.DEMO);
  }

  /**
   * No worker gets more than twice what the median one gets, and seven of ten get at least half of
   * it. Each does some hundred tasks of 1 to 4 ms, so by chance alone their number has a spread of
   * a tenth or so: the bound is for machines that keep a thread or two waiting.
   */
  @ParameterizedTest
  @MethodSource("bosses")
  void shouldGiveEveryWorkerItsShare(Demo demo) {
    int seed = Integer.getInteger("seed", new Random().nextInt(1_000_000));
    Arguments arguments =
        demo.arguments()
            .with("--time", "400")
            .with("--work", "4")
            .with("--seed", Integer.toString(seed));
    try (RunningProgram boss = Play.start(demo, arguments)) {
      List<String> lines = boss.lines();
      assertEquals(10, lines.size(), lines::toString);
      List<Integer> totals =
          lines.stream()
              .map(line -> Integer.valueOf(line.replaceFirst(COMPLETED, "$1")))
              .sorted()
              .toList();
      String all = totals + ", seed " + seed;
      int median = totals.get(5);
      assertTrue(totals.get(9) <= 2 * median, all);
      assertTrue(totals.get(3) >= median / 2, all);
    }
  }
}
