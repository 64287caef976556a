package io.cero.cli.perf;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The histogram of a run, if one is asked for. */
final class Spread {
  @Option(
      names = "--histogram",
      description =
          "Take every single time and give p50, p90, p99, p99.9 and the maximum as well, in the"
              + " unit of the average. Costs one look at the clock each (some 25 ns).")
  private boolean wanted;

  private @Nullable Histogram histogram;

  /** The histogram; null if none is wanted. */
  @Nullable Histogram histogram() {
    if (wanted && histogram == null) {
      histogram = Percentiles.histogram();
    }
    return histogram;
  }

  void clear() {
    if (histogram != null) {
      histogram.reset();
    }
  }

  /** What it holds; null if none is wanted. */
  @Nullable Percentiles percentiles() {
    return histogram == null ? null : Percentiles.of(histogram);
  }
}
