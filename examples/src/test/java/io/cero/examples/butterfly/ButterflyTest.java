package io.cero.examples.butterfly;

import static io.cero.examples.play.Play.ANY;
import static io.cero.examples.play.Play.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.testkit.RunningProgram;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ButterflyTest {
  private static final Pattern LINE =
      Pattern.compile(
          " *\\d+ in \\d\\.\\d years, \\d+ %: +([\\d.]+) ± ([\\d.]+) after +(\\d+) rounds, +([\\d.]+) by"
              + " the formula");

  /** Prices come from fixed seeds, so this holds always or never. */
  private static void assertPriced(List<String> printed) {
    List<String> lines = printed.subList(2, printed.size()); // after where it is bound
    assertEquals(Book.options().size(), lines.size(), lines::toString);
    int rounds = 0;
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      assertTrue(matcher.matches(), line);
      double difference =
          Double.parseDouble(matcher.group(1)) - Double.parseDouble(matcher.group(4));
      double error = Double.parseDouble(matcher.group(2));
      assertTrue(error <= 0.05, line);
      assertTrue(Math.abs(difference) <= 4 * error + 0.01, line);
      rounds += Integer.parseInt(matcher.group(3));
    }
    assertTrue(rounds > 2 * lines.size(), "the loop was hardly used: " + lines);
  }

  @Test
  void shouldPriceEveryOptionInOneProcess() {
    try (RunningProgram butterfly = start(Butterfly.DEMO)) {
      assertPriced(butterfly.lines());
    }
  }

  @Test
  void shouldPriceEveryOptionWithANodeInEachProcessAndEndThemAll() {
    try (RunningProgram report =
        start(Report.DEMO, "REPORT", ANY, "CONTROL", ANY, "--nodes", "6")) {
      String to = report.boundEndpoint("report");
      String control = report.boundEndpoint("control");
      try (RunningProgram book =
              start(
                  Book.DEMO,
                  "TASKS",
                  ANY,
                  "AGAIN",
                  ANY,
                  "REPORT",
                  to,
                  "CONTROL",
                  control,
                  "--pricers",
                  "2");
          RunningProgram judge =
              start(
                  Judge.DEMO,
                  "ESTIMATES",
                  ANY,
                  "SETTLED",
                  ANY,
                  "AGAIN",
                  book.boundEndpoint("again"),
                  "CONTROL",
                  control)) {
        String[] pricing = {
          "TASKS", book.boundEndpoint("tasks"),
          "ESTIMATES", judge.boundEndpoint("estimates"),
          "CONTROL", control
        };
        String[] checking = {
          "SETTLED", judge.boundEndpoint("settled"), "REPORT", to, "CONTROL", control
        };
        try (RunningProgram firstPricer = start(Pricer.DEMO, pricing);
            RunningProgram secondPricer = start(Pricer.DEMO, pricing);
            RunningProgram firstChecker = start(Checker.DEMO, checking);
            RunningProgram secondChecker = start(Checker.DEMO, checking)) {
          assertPriced(report.lines());
          for (RunningProgram node :
              List.of(book, judge, firstPricer, secondPricer, firstChecker, secondChecker)) {
            node.lines(); // each ends by itself
          }
        }
      }
    }
  }
}
