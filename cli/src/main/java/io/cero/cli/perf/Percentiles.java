package io.cero.cli.perf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How times are spread, in nanoseconds.
 *
 * @param p50 half of the times are at most this
 * @param p90 nine tenths are
 * @param p99 99 of 100 are
 * @param p999 999 of 1000 are
 * @param maximum the longest
 */
record Percentiles(long p50, long p90, long p99, long p999, long maximum) {
  private static final int DIGITS = 3;

  /** An empty histogram, which keeps three digits of times to an hour and does not grow. */
  static Histogram histogram() {
    return new Histogram(3_600_000_000_000L, DIGITS);
  }

  static Percentiles of(Histogram histogram) {
    return new Percentiles(
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }

  /** A line for each, the times divided by a number. */
  List<String> lines(String what, int divisor) {
    List<String> lines = new ArrayList<>();
    byName(divisor)
        .forEach(
            (name, microseconds) ->
                lines.add(
                    String.format(Locale.ROOT, "%s %s: %.3f [us]", what, name, microseconds)));
    return lines;
  }

  /** A figure for each, the times divided by a number. */
  Map<String, Object> figures(String what, int divisor) {
    Map<String, Object> figures = new LinkedHashMap<>();
    byName(divisor)
        .forEach(
            (name, microseconds) ->
                figures.put(what + "_" + name.replace(".", "_") + "_us", microseconds));
    return figures;
  }

  private Map<String, Double> byName(int divisor) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("p50", p50 / 1e3 / divisor);
    values.put("p90", p90 / 1e3 / divisor);
    values.put("p99", p99 / 1e3 / divisor);
    values.put("p99.9", p999 / 1e3 / divisor);
    values.put("max", maximum / 1e3 / divisor);
    return values;
  }
}
