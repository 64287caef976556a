package io.cero.benchmarks;

import java.util.List;

/** The median of some values, with the least and the greatest. */
record Spread(double median, double least, double greatest) {

  /** Sums up values; all NaN if there are none. */
  static Spread of(List<Sample> samples, String metric) {
    double[] sorted =
        samples.stream()
            .mapToDouble(sample -> sample.value(metric))
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    int count = sorted.length;
    if (count == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    return new Spread(median, sorted[0], sorted[count - 1]);
  }

  boolean isEmpty() {
    return Double.isNaN(median);
  }

  /** Half of what lies between the least and the greatest. */
  double half() {
    return (greatest - least) / 2;
  }

  @Override
  public String toString() {
    return isEmpty()
        ? ""
        : Quantity.text(median) + " (" + Quantity.text(least) + "–" + Quantity.text(greatest) + ")";
  }
}
