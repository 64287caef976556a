package io.cero.campaigns.soak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a process held in the course of a soak, and whether that grew. */
final class SoakMemory {
  private static final List<String> NAMES =
      List.of(
          "descriptors", "threads", "direct bytes", "heap bytes", "all threads", "resident bytes");

  /** How much more of each may be there at the end than in the first quarter. */
  private static final long[] TOLERANCES = {16, 0, 4 << 20, 8 << 20, 4, 64 << 20};

  /** Fewer say nothing about growth. */
  private static final int ENOUGH = 24;

  private final List<long[]> looks = new ArrayList<>();

  /** Adds a look at all of {@link #NAMES}. */
  synchronized void add(long[] look) {
    looks.add(look);
  }

  /**
   * What has grown, if anything: the median of the last eighth against that of the first quarter.
   */
  synchronized Optional<String> growth() {
    if (looks.size() < ENOUGH) {
      return Optional.empty();
    }
    List<String> grown = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      long early = median(i, 0, looks.size() / 4);
      long late = median(i, looks.size() - looks.size() / 8, looks.size());
      if (late > early + TOLERANCES[i]) {
        grown.add(String.format("%s from %,d to %,d", NAMES.get(i), early, late));
      }
    }
    return grown.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", grown));
  }

  private long median(int which, int from, int to) {
    long[] some =
        looks.subList(from, to).stream().mapToLong(look -> look[which]).sorted().toArray();
    return some[some.length / 2];
  }

  /** For each kind the first look, the last and the worst, with the medians between them. */
  synchronized Map<String, Object> table() {
    Map<String, Object> table = new LinkedHashMap<>();
    if (looks.isEmpty()) {
      return table;
    }
    table.put("looks", looks.size());
    for (int i = 0; i < NAMES.size(); i++) {
      int which = i;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("first", looks.get(0)[i]);
      row.put("first quarter", median(i, 0, Math.max(1, looks.size() / 4)));
      row.put("last eighth", median(i, looks.size() - Math.max(1, looks.size() / 8), looks.size()));
      row.put("last", looks.get(looks.size() - 1)[i]);
      row.put("worst", looks.stream().mapToLong(look -> look[which]).max().orElse(0));
      table.put(NAMES.get(i), row);
    }
    return table;
  }
}
