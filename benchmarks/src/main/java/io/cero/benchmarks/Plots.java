package io.cero.benchmarks;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;

/** Draws results, with the spread on each, into SVG files. */
final class Plots {
  private static final Map<Contender, Color> COLOURS =
      Map.of(
          Contender.CERO, new Color(0x1f77b4),
          Contender.BEFORE, new Color(0x9ecae1),
          Contender.NEWER, new Color(0x6baed6),
          Contender.PLAIN, new Color(0x17becf),
          Contender.LIBZMQ, new Color(0xd62728),
          Contender.JEROMQ, new Color(0xff7f0e),
          Contender.JEROMQ_NEWER, new Color(0xffbb78),
          Contender.RAW, new Color(0x7f7f7f));

  private final Path folder;
  private final Map<Line, List<Sample>> results;
  private final List<String> written = new ArrayList<>();

  Plots(Path folder, Map<Line, List<Sample>> results) {
    this.folder = folder;
    this.results = results;
  }

  /** Returns the names of the files. */
  List<String> write() throws IOException {
    Files.createDirectories(folder);
    bySize("tcp");
    bySize("ipc");
    bars("latency", "REQ and REP over tcp, one way, 10 bytes", "µs, p50", "latency-", "ping.p50");
    bars("inproc", "PUSH to PULL over inproc, 10 bytes", "messages/s", "inproc-t", "pull.rate");
    bars("queue", "Queue device", "µs of CPU per message", "queue-", "client.cpu");
    bars("publish", "Publisher to subscribers", "messages/s", "publish-", "subs.rate");
    return written;
  }

  /** Throughput over the size of a message, both logarithmic. */
  private void bySize(String transport) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(480)
            .title("PUSH to PULL over " + transport)
            .xAxisTitle("bytes in a message")
            .yAxisTitle("messages/s")
            .theme(Styler.ChartTheme.GGPlot2)
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    for (Contender contender : Contender.values()) {
      List<Double> sizes = new ArrayList<>();
      List<Double> medians = new ArrayList<>();
      List<Double> spreads = new ArrayList<>();
      results.forEach(
          (line, samples) -> {
            Spread spread = Spread.of(Runner.of(samples, contender), "pull.rate");
            if (line.id().matches(transport + "-[0-9]+K?M?B") && !spread.isEmpty()) {
              sizes.add(bytes(line.id().substring(transport.length() + 1)));
              medians.add(spread.median());
              spreads.add(Math.min(0.9 * spread.median(), spread.half()));
            }
          });
      if (!sizes.isEmpty()) {
        XYSeries series = chart.addSeries(contender.title, sizes, medians, spreads);
        series.setLineColor(COLOURS.get(contender));
        series.setMarkerColor(COLOURS.get(contender));
      }
    }
    save(chart, chart.getSeriesMap().isEmpty(), "throughput-" + transport);
  }

  private static double bytes(String size) {
    double number = Double.parseDouble(size.replaceAll("[A-Z]", ""));
    return size.endsWith("MB") ? number * (1 << 20) : size.endsWith("KB") ? number * 1024 : number;
  }

  private void bars(String name, String title, String unit, String ids, String metric)
      throws IOException {
    List<Line> lines = results.keySet().stream().filter(line -> line.id().startsWith(ids)).toList();
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(900)
            .height(420)
            .title(title)
            .yAxisTitle(unit)
            .theme(Styler.ChartTheme.GGPlot2)
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setYAxisMin(0.0);
    for (Contender contender : Contender.values()) {
      series(chart, lines, contender, metric);
    }
    save(chart, chart.getSeriesMap().isEmpty(), name);
  }

  private void save(Chart<?, ?> chart, boolean isEmpty, String name) throws IOException {
    if (isEmpty) {
      return;
    }
    String file = "performance-" + name + ".svg";
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve(file).toString(), VectorGraphicsFormat.SVG);
    written.add(file);
  }

  private void series(CategoryChart chart, List<Line> lines, Contender contender, String metric) {
    List<String> names = new ArrayList<>();
    List<Double> medians = new ArrayList<>();
    List<Double> spreads = new ArrayList<>();
    boolean any = false;
    for (Line line : lines) {
      Spread spread = Spread.of(Runner.of(results.get(line), contender), metric);
      any |= !spread.isEmpty();
      names.add(line.id().substring(line.id().indexOf('-') + 1));
      medians.add(spread.isEmpty() ? 0 : spread.median()); // no bar; the chart knows no gaps
      spreads.add(spread.isEmpty() ? 0 : spread.half());
    }
    if (any) {
      chart
          .addSeries(contender.title, names, medians, spreads)
          .setFillColor(COLOURS.get(contender));
    }
  }
}
