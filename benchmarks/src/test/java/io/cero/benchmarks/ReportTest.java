package io.cero.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path root;

  @Test
  void shouldNameBothJdksAndGiveEachAColumnWhenTwoWereMeasured() throws IOException {
    String page = reported(Contender.CERO, Contender.JEROMQ, Contender.NEWER);
    assertTrue(page.contains("| JDK | 17.0.1 |"), page);
    assertTrue(page.contains("| Newer JDK | 25.0.3 |"), page);
    assertTrue(page.contains("| | Cero | Cero, newer JDK | JeroMQ | reached |"), page);
  }

  @Test
  void shouldNameOneJdkWhenOneWasMeasured() throws IOException {
    String page = reported(Contender.CERO, Contender.LIBZMQ);
    assertTrue(page.contains("| JDK | 17.0.1 |"), page);
    assertTrue(!page.contains("Newer JDK"), page);
  }

  @Test
  void shouldHoldCeroOnTheSameJdkAgainstTheOthersWhenTwoWereMeasured() throws IOException {
    String page = reported(Contender.CERO, Contender.NEWER, Contender.LIBZMQ);
    assertTrue(page.contains("1.00 × libzmq (≥ 5, aim 8) ✗"), page);
  }

  /** The page after one run of each contender; Cero on the newer JDK is ten times as fast. */
  private String reported(Contender... contenders) throws IOException {
    Results results = new Results(root.resolve("results"));
    Line line =
        Lines.all().stream().filter(any -> any.id().equals("tcp-10B")).findFirst().orElseThrow();
    List<Sample> samples = new ArrayList<>();
    for (Contender contender : contenders) {
      boolean newer = contender.isOnNewerJdk();
      samples.add(
          new Sample(
              line.id(),
              "abc",
              newer ? "25.0.3" : "17.0.1",
              contender,
              1,
              Map.of("pull.rate", List.of(newer ? 1e7 : 1e6))));
    }
    results.keep(line, samples);
    Files.createDirectories(root.resolve("docs"));
    new Report(root, results).write();
    return Files.readString(root.resolve("docs/performance.md"));
  }
}
