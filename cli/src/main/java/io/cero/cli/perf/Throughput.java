package io.cero.cli.perf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Messages of one size in a time.
 *
 * @param messages how many came
 * @param size bytes of each
 * @param nanoseconds from the first message received to the last; at least a microsecond
 */
record Throughput(long messages, int size, long nanoseconds) implements Measurement {
  private static final long SHORTEST = 1_000;

  Throughput {
    nanoseconds = Math.max(SHORTEST, nanoseconds);
  }

  double messagesPerSecond() {
    return messages * 1e9 / nanoseconds;
  }

  double megabitsPerSecond() {
    return messagesPerSecond() * size * 8 / 1e6;
  }

  @Override
  public double rank() {
    return messagesPerSecond();
  }

  @Override
  public List<String> lines() {
    return List.of(
        String.format(Locale.ROOT, "mean throughput: %d [msg/s]", (long) messagesPerSecond()),
        String.format(Locale.ROOT, "mean throughput: %.3f [Mb/s]", megabitsPerSecond()));
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("messages", messages);
    figures.put("elapsed_ns", nanoseconds);
    figures.put("messages_per_second", messagesPerSecond());
    figures.put("megabits_per_second", megabitsPerSecond());
    return figures;
  }
}
