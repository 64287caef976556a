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

  /** The value of the last round, the warm one; NaN if there is none. */
  double value(String metric) {
    List<Double> rounds = values.get(metric);
    return rounds == null || rounds.isEmpty() ? Double.NaN : rounds.get(rounds.size() - 1);
  }
}
