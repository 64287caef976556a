package io.cero.campaigns.soak;

import io.cero.campaigns.frame.Course;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a soak saw: lines for people, and the same as JSON. */
final class SoakReport {
  private final Map<String, Object> all = new LinkedHashMap<>();

  SoakReport(Course course, SoakRun run, SoakJournal journal) {
    all.put("ended", Instant.now().toString());
    all.put("seed", course.seed());
    all.put("seconds", course.nanos() / 1_000_000_000);
    all.put("faults", course.begun());
    all.put("java", Runtime.version().toString());
    all.put("cores", Runtime.getRuntime().availableProcessors());
    all.put("links", run.links().size());
    Map<String, Long> byPattern = new LinkedHashMap<>();
    Map<String, Long> byPair = new LinkedHashMap<>();
    Map<String, Long> byTransport = new LinkedHashMap<>();
    Map<String, Long> lost = new LinkedHashMap<>();
    long sent = 0;
    long received = 0;
    long timeouts = 0;
    long refused = 0;
    for (SoakLink link : run.links()) {
      for (SoakLink.End end : link.ends()) {
        byPattern.merge(link.pattern.toString(), end.received, Long::sum);
        byPair.merge(link.pair(), end.received, Long::sum);
        byTransport.merge(link.relay == null ? "ipc" : "tcp", end.received, Long::sum);
        lost.merge(link.pattern.toString(), end.lost, Long::sum);
        sent += end.sent;
        received += end.received;
        timeouts += end.timeouts;
        refused += end.refused;
      }
    }
    all.put("messages sent", sent);
    all.put("messages received", received);
    all.put("received by pattern", byPattern);
    all.put("received by pair", byPair);
    all.put("received by transport", byTransport);
    all.put("lost after faults, by pattern", lost);
    all.put("requests without an answer in time", timeouts);
    all.put("sends that found no room or nobody", refused);
    Map<String, Object> recoveries = new LinkedHashMap<>();
    run.recoveries()
        .forEach(
            (fault, sorted) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("times", sorted.size());
              row.put("median", sorted.get(sorted.size() / 2));
              row.put("of a hundred the 99th", sorted.get(sorted.size() * 99 / 100));
              row.put("longest", sorted.get(sorted.size() - 1));
              recoveries.put(fault.label(), row);
            });
    all.put("milliseconds until traffic flowed again", recoveries);
    Map<String, Object> memory = new LinkedHashMap<>();
    Map<String, Object> lives = new LinkedHashMap<>();
    for (SoakParty party : SoakParty.values()) {
      lives.put(party.toString(), run.lives(party));
      if (party.isOurs()) {
        memory.put(party.toString(), run.memory(party).table());
      } else {
        memory.put(party.toString(), run.memory(party).table().getOrDefault("resident bytes", ""));
      }
    }
    all.put("lives", lives);
    all.put("memory", memory);
    all.put("violations", journal.violated());
    all.put("first violations", journal.violations());
  }

  /** Adds its lines to the campaign's. */
  void tell(Course course) {
    all.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> rows) {
            rows.forEach((row, cell) -> course.fact(name + ", " + row, text(cell)));
          } else if (!name.equals("ended") && !name.equals("java") && !name.equals("cores")) {
            course.fact(name, text(value));
          }
        });
  }

  private static String text(Object value) {
    if (value instanceof Map<?, ?> row) {
      return row.entrySet().stream()
          .map(cell -> cell.getKey() + " " + text(cell.getValue()))
          .collect(Collectors.joining(", "));
    }
    return value instanceof Number number
        ? String.format("%,d", number.longValue())
        : String.valueOf(value);
  }

  /** Writes it as JSON, with what the campaign counted. */
  void write(Path file, Map<String, Long> counted) throws IOException {
    all.put("counted", new TreeMap<>(counted));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json(all, "") + "\n");
  }

  private static String json(Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(
              entry ->
                  indent
                      + "  "
                      + quoted(String.valueOf(entry.getKey()))
                      + ": "
                      + json(entry.getValue(), indent + "  "))
          .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(each -> json(each, indent + "  "))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Number ? value.toString() : quoted(String.valueOf(value));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
