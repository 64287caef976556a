package io.cero.benchmarks;

import java.util.Locale;

/** Numbers as people read them. */
final class Quantity {
  private Quantity() {}

  /** Three digits that matter, with k, M or G. */
  static String text(double value) {
    double size = Math.abs(value);
    if (size >= 1e9) {
      return digits(value / 1e9) + " G";
    }
    if (size >= 1e6) {
      return digits(value / 1e6) + " M";
    }
    if (size >= 1e4) {
      return digits(value / 1e3) + " k";
    }
    return digits(value);
  }

  private static String digits(double value) {
    double size = Math.abs(value);
    String format = size >= 100 || value == 0 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return size > 0 && size < 0.01
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, format, value);
  }
}
