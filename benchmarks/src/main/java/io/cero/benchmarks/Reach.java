package io.cero.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a line must reach.
 *
 * @param metric which of its values
 * @param against whose value of that name ours is held against; null if ours stands alone
 * @param kind how the two are compared
 * @param bound what must be reached
 * @param aim what is hoped for; the bound if nothing more is
 */
record Reach(String metric, @Nullable Contender against, Kind kind, double bound, double aim) {

  /** How ours is compared. */
  enum Kind {
    /** Ours over theirs, at least. */
    TIMES_AT_LEAST,
    /** Ours over theirs, at most. */
    TIMES_AT_MOST,
    /** Ours less theirs, at most. */
    MORE_AT_MOST,
    /** Ours alone, at most. */
    AT_MOST
  }

  static Reach atLeast(String metric, Contender against, double bound, double aim) {
    return new Reach(metric, against, Kind.TIMES_AT_LEAST, bound, aim);
  }

  static Reach atMost(String metric, Contender against, double bound, double aim) {
    return new Reach(metric, against, Kind.TIMES_AT_MOST, bound, aim);
  }

  static Reach more(String metric, Contender against, double bound) {
    return new Reach(metric, against, Kind.MORE_AT_MOST, bound, bound);
  }

  static Reach atMost(String metric, double bound) {
    return new Reach(metric, null, Kind.AT_MOST, bound, bound);
  }

  /** Ours as it is compared: a ratio, a difference, or itself. */
  double compared(double ours, double theirs) {
    return switch (kind) {
      case TIMES_AT_LEAST, TIMES_AT_MOST -> ours / theirs;
      case MORE_AT_MOST -> ours - theirs;
      case AT_MOST -> ours;
    };
  }

  /** True if it is reached. */
  boolean holds(double compared) {
    return kind == Kind.TIMES_AT_LEAST ? compared >= bound : compared <= bound;
  }

  /** What must be reached, in words. */
  String required() {
    String sign = kind == Kind.TIMES_AT_LEAST ? "≥ " : "≤ ";
    return sign + number(bound) + (aim == bound ? "" : ", aim " + number(aim));
  }

  /** A compared value with its sign and whom it is against. */
  String said(double compared) {
    return switch (kind) {
      case TIMES_AT_LEAST, TIMES_AT_MOST ->
          String.format(Locale.ROOT, "%.2f × %s", compared, against == null ? "" : against.title);
      case MORE_AT_MOST ->
          String.format(Locale.ROOT, "%+.2f on %s", compared, against == null ? "" : against.title);
      case AT_MOST -> Quantity.text(compared);
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
