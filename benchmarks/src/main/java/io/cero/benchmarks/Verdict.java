package io.cero.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether something that must be reached is.
 *
 * @param compared ours as it is compared: a ratio, a difference, or itself
 */
record Verdict(Reach reach, double compared) {

  /** What can be said of a line with these samples. */
  static List<Verdict> all(Line line, List<Sample> samples) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Reach reach : line.reaches()) {
      double ours = Spread.of(Runner.of(samples, Contender.CERO), reach.metric()).median();
      double theirs =
          reach.against() == null
              ? 0
              : Spread.of(Runner.of(samples, reach.against()), reach.metric()).median();
      double compared = reach.compared(ours, theirs);
      if (!Double.isNaN(compared)) {
        verdicts.add(new Verdict(reach, compared));
      }
    }
    return verdicts;
  }

  boolean holds() {
    return reach.holds(compared);
  }

  @Override
  public String toString() {
    return reach.said(compared) + " (" + reach.required() + ") " + (holds() ? "✓" : "✗");
  }
}
