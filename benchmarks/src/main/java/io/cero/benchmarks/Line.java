package io.cero.benchmarks;

import java.util.List;

/**
 * A line of the table: what is measured, who is, and what must be reached.
 *
 * @param id how the command names it
 * @param group the heading under which it stands
 * @param title what is measured
 * @param contenders who is measured, besides others that run the same programs
 * @param scene how
 * @param metrics what is shown, the one that matters first
 * @param reaches what must be reached
 */
record Line(
    String id,
    String group,
    String title,
    List<Contender> contenders,
    Scene scene,
    List<Metric> metrics,
    List<Reach> reaches) {

  /** True if a contender is measured here, or is another version of one that is. */
  boolean takes(Contender contender) {
    return contenders.contains(contender.isAnother() ? contender.programs() : contender);
  }
}
