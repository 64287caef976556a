package io.cero.campaigns.clusters;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What the clients of a cluster, or of all, saw in a part of the campaign. Of one thread. */
final class ClusterTally {
  private static final int DIGITS = 3;

  /** From when a request was due, at the steady rate, to its answer; nanoseconds. */
  private final Histogram sinceDue = new Histogram(TimeUnit.HOURS.toNanos(1), DIGITS);

  /** From when it was sent: later than due where its client still waited for the one before. */
  private final Histogram sinceSent = new Histogram(TimeUnit.HOURS.toNanos(1), DIGITS);

  private final long start = System.nanoTime();
  private long due;
  private long abroad;
  private double offeredPerSecond;
  private double answeredPerSecond;

  /** A request has fallen due. */
  void due() {
    due++;
  }

  /** A request was answered. */
  void answered(long nanosSinceDue, long nanosSinceSent, boolean isFromAbroad) {
    sinceDue.recordValue(nanosSinceDue);
    sinceSent.recordValue(nanosSinceSent);
    if (isFromAbroad) {
      abroad++;
    }
  }

  /** Nothing more comes. */
  ClusterTally end() {
    double seconds = (System.nanoTime() - start) / 1e9;
    offeredPerSecond = due / seconds;
    answeredPerSecond = answered() / seconds;
    return this;
  }

  /** Adds one that has ended. */
  void add(ClusterTally other) {
    sinceDue.add(other.sinceDue);
    sinceSent.add(other.sinceSent);
    due += other.due;
    abroad += other.abroad;
    offeredPerSecond += other.offeredPerSecond;
    answeredPerSecond += other.answeredPerSecond;
  }

  /** How many requests fell due in a second. */
  double offeredPerSecond() {
    return offeredPerSecond;
  }

  /** How many were answered in a second. */
  double answeredPerSecond() {
    return answeredPerSecond;
  }

  long answered() {
    return sinceDue.getTotalCount();
  }

  /** What share of the answers came from abroad. */
  String shareAbroad() {
    return String.format("%.1f %%", 100.0 * abroad / Math.max(1, answered()));
  }

  String sinceDue() {
    return describe(sinceDue);
  }

  String sinceSent() {
    return describe(sinceSent);
  }

  private static String describe(Histogram times) {
    return String.format(
        "p50 %.2f, p99 %.2f, p99.9 %.2f, most %.2f ms",
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6,
        times.getValueAtPercentile(99.9) / 1e6,
        times.getMaxValue() / 1e6);
  }
}
