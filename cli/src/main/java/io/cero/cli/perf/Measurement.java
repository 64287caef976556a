package io.cero.cli.perf;

import java.util.List;
import java.util.Map;

/** What one round of a tool has measured. */
interface Measurement {
  /** The figure by which rounds are compared to find the one in the middle. */
  double rank();

  /** What is printed, units in brackets. */
  List<String> lines();

  /** Every figure by its name, which ends with its unit. */
  Map<String, Object> figures();
}
