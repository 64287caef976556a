package io.cero.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes {@code docs/performance.md}: what stands between its two marks is made anew from the
 * results that are kept, the rest of the page is left as it is.
 */
final class Report {
  private static final String BEGIN = "<!-- bin/bench report writes from here -->";
  private static final String END = "<!-- to here -->";

  private final Path docs;
  private final Map<Line, List<Sample>> results = new LinkedHashMap<>();

  Report(Path root, Results kept) {
    this.docs = root.resolve("docs");
    for (Line line : Lines.all()) {
      List<Sample> samples = kept.of(line);
      if (!samples.isEmpty()) {
        results.put(line, samples);
      }
    }
    if (results.isEmpty()) {
      throw new BenchException("there are no results yet; run bin/bench first");
    }
  }

  void write() throws IOException {
    Path page = docs.resolve("performance.md");
    String text =
        Files.exists(page)
            ? Files.readString(page)
            : "# Performance\n\n" + BEGIN + "\n" + END + "\n";
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new BenchException(page + " has lost its marks:\n" + BEGIN + "\n" + END);
    }
    List<String> plots = new Plots(docs.resolve("pictures"), results).write();
    Files.writeString(
        page, text.substring(0, begin + BEGIN.length()) + "\n" + body(plots) + text.substring(end));
  }

  private String body(List<String> plots) {
    StringBuilder text = new StringBuilder();
    text.append("\n| | |\n|---|---|\n");
    fact(text, "Commit", commits());
    fact(text, "Machine", Machine.hardware());
    fact(text, "Kernel", Machine.kernel());
    fact(text, "JDK", jdks(false));
    if (!jdks(true).isEmpty()) {
      fact(text, "Newer JDK", jdks(true));
    }
    fact(text, "Command", "`bin/bench`, then `bin/bench report`");
    long met = 0;
    long all = 0;
    for (Map.Entry<Line, List<Sample>> result : results.entrySet()) {
      for (Verdict verdict : Verdict.all(result.getKey(), result.getValue())) {
        all++;
        met += verdict.holds() ? 1 : 0;
      }
    }
    fact(text, "Reached", met + " of " + all);
    text.append("\nMedians of ").append(pairs()).append(" runs of each, in alternation");
    text.append(jdks(true).isEmpty() ? "" : " (the newer JDK in every other one)");
    text.append(" (least–greatest). The last column holds Cero's median against another's,\n");
    text.append("and what it must reach.\n");
    for (String plot : plots) {
      text.append("\n![").append(plot).append("](pictures/").append(plot).append(")\n");
    }
    String group = "";
    Set<Contender> columns = EnumSet.noneOf(Contender.class);
    for (Map.Entry<Line, List<Sample>> result : results.entrySet()) {
      Line line = result.getKey();
      if (!line.group().equals(group)) {
        group = line.group();
        columns = contenders(group);
        heading(text, group, columns);
      }
      rows(text, line, result.getValue(), columns);
    }
    return text.append('\n').toString();
  }

  private static void fact(StringBuilder text, String name, String value) {
    text.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }

  private static void heading(StringBuilder text, String group, Set<Contender> columns) {
    text.append("\n## ").append(group).append("\n\n| |");
    columns.forEach(contender -> text.append(' ').append(contender.title).append(" |"));
    text.append(" reached |\n|---|").append("---|".repeat(columns.size())).append("---|\n");
  }

  private static void rows(
      StringBuilder text, Line line, List<Sample> samples, Set<Contender> columns) {
    List<Verdict> verdicts = Verdict.all(line, samples);
    for (Metric metric : line.metrics()) {
      text.append("| ").append(line.title()).append(": ").append(metric.title()).append(" |");
      for (Contender contender : columns) {
        Spread spread = Spread.of(Runner.of(samples, contender), metric.name());
        text.append(' ').append(spread).append(" |");
      }
      text.append(' ');
      text.append(
          String.join(
              "<br>",
              verdicts.stream()
                  .filter(verdict -> verdict.reach().metric().equals(metric.name()))
                  .map(Verdict::toString)
                  .toList()));
      text.append(" |\n");
    }
  }

  private Set<Contender> contenders(String group) {
    Set<Contender> contenders = EnumSet.noneOf(Contender.class);
    results.forEach(
        (line, samples) -> {
          if (line.group().equals(group)) {
            samples.forEach(sample -> contenders.add(sample.contender()));
          }
        });
    return contenders;
  }

  /** The commit, or each with its lines if there are several. */
  private String commits() {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    results.forEach(
        (line, samples) ->
            lines.computeIfAbsent(samples.get(0).commit(), c -> new ArrayList<>()).add(line.id()));
    if (lines.size() == 1) {
      return lines.keySet().iterator().next();
    }
    List<String> said = new ArrayList<>();
    lines.forEach((commit, ids) -> said.add(commit + " (" + String.join(", ", ids) + ")"));
    return String.join("; ", said);
  }

  private String jdks(boolean newer) {
    Set<String> jdks = new TreeSet<>();
    for (List<Sample> samples : results.values()) {
      for (Sample sample : samples) {
        if (sample.contender().isOnNewerJdk() == newer) {
          jdks.add(sample.java());
        }
      }
    }
    return String.join("; ", jdks);
  }

  private String pairs() {
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (List<Sample> samples : results.values()) {
      int pairs = samples.stream().mapToInt(Sample::pair).max().orElse(0);
      least = Math.min(least, pairs);
      most = Math.max(most, pairs);
    }
    return least == most ? String.valueOf(most) : least + " to " + most;
  }
}
