package io.cero.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What one run of one contender gave.
 *
 * @param commit what was measured: short, with a plus sign if files were changed since
 * @param java the JDK of the JVM contenders
 * @param pair which of the alternating runs
 * @param values a value for each round
 */
record Sample(
    String line,
    String commit,
    String java,
    Contender contender,
    int pair,
    Map<String, List<Double>> values) {

  /** The rounds of a run that count, its last. */
  private static final int COUNTED = 3;

  /** The median of the last three rounds, the warm ones; NaN if there is none. */
  double value(String metric) {
    List<Double> rounds = values.getOrDefault(metric, List.of());
    if (rounds.isEmpty()) {
      return Double.NaN;
    }
    int from = Math.max(0, rounds.size() - COUNTED);
    double[] last = rounds.stream().skip(from).mapToDouble(round -> round).sorted().toArray();
    return (last[(last.length - 1) / 2] + last[last.length / 2]) / 2;
  }
}
