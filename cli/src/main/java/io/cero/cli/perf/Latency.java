package io.cero.cli.perf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time that a message takes one way: half of a round trip.
 *
 * @param roundtrips how many round trips there were
 * @param nanoseconds for all of them
 * @param percentiles of the round trips' times, if they were taken
 */
record Latency(long roundtrips, long nanoseconds, @Nullable Percentiles percentiles)
    implements Measurement {

  double averageMicroseconds() {
    return nanoseconds / 1e3 / (roundtrips * 2);
  }

  @Override
  public double rank() {
    return averageMicroseconds();
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "average latency: %.3f [us]", averageMicroseconds()));
    if (percentiles != null) {
      lines.addAll(percentiles.lines("latency", 2));
    }
    return lines;
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("roundtrips", roundtrips);
    figures.put("elapsed_ns", nanoseconds);
    figures.put("average_latency_us", averageMicroseconds());
    if (percentiles != null) {
      figures.putAll(percentiles.figures("latency", 2));
    }
    return figures;
  }
}
