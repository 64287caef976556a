package io.cero.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a line's contenders in alternation. */
final class Runner {
  private final Installation installation;
  private final Stage stage;
  private final Scale scale;
  private final String commit;
  private final PrintStream out;
  private boolean failed;

  Runner(Installation installation, Scale scale, String commit, PrintStream out) {
    this.installation = installation;
    this.stage = new Stage(installation);
    this.scale = scale;
    this.commit = commit;
    this.out = out;
  }

  /** True if some run failed. */
  boolean hasFailed() {
    return failed;
  }

  /**
   * Runs each contender once for each pair; which one begins alternates too. The newer JDK, which
   * is shown beside the other, is in every other pair.
   */
  List<Sample> run(Line line, List<Contender> only) {
    List<Contender> contenders = new ArrayList<>();
    for (Contender contender : Contender.values()) {
      if (line.takes(contender)
          && installation.has(contender)
          && (only.isEmpty() || only.contains(contender))) {
        contenders.add(contender);
      }
    }
    long began = System.nanoTime();
    List<Sample> samples = new ArrayList<>();
    for (int pair = 1; pair <= scale.pairs(); pair++) {
      for (int i = 0; i < contenders.size(); i++) {
        Contender contender = contenders.get(pair % 2 == 1 ? i : contenders.size() - 1 - i);
        if (!contender.isOnNewerJdk() || pair % 2 == 1) {
          measure(line, contender, pair, samples);
        }
      }
    }
    out.printf("%s: %.0f s%n", line.title(), (System.nanoTime() - began) / 1e9);
    summary(line, contenders, samples);
    return samples;
  }

  private void measure(Line line, Contender contender, int pair, List<Sample> samples) {
    try {
      Map<String, List<Double>> values = line.scene().measure(contender, scale, stage);
      String java = installation.jdkVersion(contender);
      Sample sample = new Sample(line.id(), commit, java, contender, pair, values);
      samples.add(sample);
      StringBuilder text = new StringBuilder();
      for (Metric metric : line.metrics()) {
        double value = sample.value(metric.name());
        if (!Double.isNaN(value)) {
          text.append("  ").append(Quantity.text(value)).append(' ').append(metric.title());
        }
      }
      out.printf("%-22s %d  %-16s%s%n", line.id(), pair, contender.title, text);
    } catch (BenchException e) {
      failed = true;
      out.printf("%-22s %d  %-16s  FAILED: %s%n", line.id(), pair, contender.title, e.getMessage());
    }
  }

  private void summary(Line line, List<Contender> contenders, List<Sample> samples) {
    for (Metric metric : line.metrics()) {
      StringBuilder text = new StringBuilder();
      for (Contender contender : contenders) {
        Spread spread = Spread.of(of(samples, contender), metric.name());
        if (!spread.isEmpty()) {
          text.append("  ").append(contender.title).append(' ').append(spread);
        }
      }
      out.println("  " + metric.title() + ":" + text);
    }
    if (contenders.contains(Contender.BEFORE)) {
      String metric = line.metrics().get(0).name();
      double before = Spread.of(of(samples, Contender.BEFORE), metric).median();
      double now = Spread.of(of(samples, Contender.CERO), metric).median();
      out.printf("  %.2f × Cero before%n", now / before);
    }
    for (Verdict verdict : Verdict.all(line, samples)) {
      out.println("  " + verdict);
    }
  }

  static List<Sample> of(List<Sample> samples, Contender contender) {
    return samples.stream().filter(sample -> sample.contender() == contender).toList();
  }
}
