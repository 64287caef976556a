package io.cero.cli.perf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their replies, many under way at a time.
 *
 * @param roundtrips how many there were
 * @param size bytes of a request and of a reply
 * @param nanoseconds for all of them
 * @param percentiles of the times from request to reply, if they were taken
 */
record RoundTrips(long roundtrips, int size, long nanoseconds, @Nullable Percentiles percentiles)
    implements Measurement {
  double perSecond() {
    return roundtrips * 1e9 / Math.max(1, nanoseconds);
  }

  double megabitsPerSecond() {
    return perSecond() * size * 8 / 1e6;
  }

  @Override
  public double rank() {
    return perSecond();
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "mean throughput: %d [roundtrip/s]", (long) perSecond()));
    lines.add(
        String.format(Locale.ROOT, "mean throughput: %.3f [Mb/s] each way", megabitsPerSecond()));
    if (percentiles != null) {
      lines.addAll(percentiles.lines("roundtrip", 1));
    }
    return lines;
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("roundtrips", roundtrips);
    figures.put("elapsed_ns", nanoseconds);
    figures.put("roundtrips_per_second", perSecond());
    figures.put("megabits_per_second_each_way", megabitsPerSecond());
    if (percentiles != null) {
      figures.putAll(percentiles.figures("roundtrip", 1));
    }
    return figures;
  }
}
