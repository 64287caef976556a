package io.cero.cli.perf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections made and closed, one after the other.
 *
 * @param connections how many there were
 * @param nanoseconds for all of them
 * @param percentiles of the time for each, from making the socket to having closed it, if taken
 */
record Connections(long connections, long nanoseconds, @Nullable Percentiles percentiles)
    implements Measurement {
  double perSecond() {
    return connections * 1e9 / Math.max(1, nanoseconds);
  }

  @Override
  public double rank() {
    return perSecond();
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "mean rate: %d [connection/s]", (long) perSecond()));
    if (percentiles != null) {
      lines.addAll(percentiles.lines("connection", 1));
    }
    return lines;
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("connections", connections);
    figures.put("elapsed_ns", nanoseconds);
    figures.put("connections_per_second", perSecond());
    if (percentiles != null) {
      figures.putAll(percentiles.figures("connection", 1));
    }
    return figures;
  }
}
