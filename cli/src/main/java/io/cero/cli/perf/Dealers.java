package io.cero.cli.perf;

import io.cero.Context;
import io.cero.DealerSocket;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** DEALER sockets, each with a thread that keeps requests under way. */
final class Dealers {
  @Option(
      names = "--in-flight",
      paramLabel = "<count>",
      defaultValue = "100",
      description =
          "Requests that each DEALER has under way, at most the high-water mark; default"
              + " ${DEFAULT-VALUE}.")
  private int inFlight;

  @Option(
      names = "--histogram",
      description =
          "Take the time from every request to its reply and give p50, p90, p99, p99.9 and the"
              + " maximum as well. Costs two looks at the clock each (some 50 ns).")
  private boolean histogramWanted;

  private final List<DealerSocket> sockets = new ArrayList<>();
  private final List<Counter> counters = new ArrayList<>();

  /** Refuses what is out of range. */
  void begin(RepeatedTool tool, int dealers, Report report) {
    int mark = tool.settings.highWaterMark();
    tool.require("<dealers>", dealers, 1, 10_000);
    tool.require("--in-flight", inFlight, 1, mark == 0 ? 1_000_000 : mark);
    if (tool.count() < dealers || tool.repetition.warmup() % dealers != 0) {
      throw tool.refusal("every dealer needs a request, and the same number to warm up");
    }
    report.parameter("dealers", dealers).parameter("in_flight", inFlight);
  }

  long received() {
    long sum = 0;
    for (Counter counter : counters) {
      sum += counter.get();
    }
    return sum;
  }

  List<DealerSocket> make(RepeatedTool tool, Context context, int dealers) {
    for (int i = 0; i < dealers; i++) {
      sockets.add(context.dealer(tool.settings::configure));
      counters.add(new Counter());
    }
    return sockets;
  }

  /** Has all of them connect and run, waits for their ends and says what was measured. */
  void run(RepeatedTool tool, Workers workers, String endpoint, Watch watch, Report report) {
    int rounds = tool.repetition.rounds();
    Laps laps = new Laps(rounds, sockets.size());
    List<Histogram> histograms = new ArrayList<>();
    for (int round = 0; round < rounds && histogramWanted; round++) {
      histograms.add(Percentiles.histogram());
    }
    for (int i = 0; i < sockets.size(); i++) {
      int number = i;
      workers.start("dealer" + i, () -> work(tool, number, endpoint, laps, histograms));
    }
    workers.join();
    int complete = 0;
    while (complete < rounds && laps.isComplete(complete)) {
      report.round(
          new RoundTrips(
              tool.count(),
              tool.size(),
              laps.nanoseconds(complete),
              percentiles(histograms, complete)));
      complete++;
    }
    long measured = received() - tool.repetition.warmup();
    if (complete == 0 && measured > 0) {
      report.round(
          new RoundTrips(
              measured,
              tool.size(),
              laps.nanosecondsUntil(watch.lastMove()),
              percentiles(histograms, 0)));
    }
  }

  private static @Nullable Percentiles percentiles(List<Histogram> histograms, int round) {
    return histograms.isEmpty() ? null : Percentiles.of(histograms.get(round));
  }

  private void work(
      RepeatedTool tool, int number, String endpoint, Laps laps, List<Histogram> histograms) {
    DealerSocket dealer = sockets.get(number);
    dealer.connect(endpoint);
    Histogram own = histograms.isEmpty() ? null : Percentiles.histogram();
    Window window = new Window(dealer, tool.size(), inFlight, counters.get(number), own);
    window.run(tool.repetition.warmup() / sockets.size());
    for (int round = 0; round < tool.repetition.rounds(); round++) {
      if (own != null) {
        own.reset();
      }
      laps.begin(round, number);
      window.run(share(tool.count(), number));
      laps.end(round, number);
      if (own != null) {
        synchronized (histograms) {
          histograms.get(round).add(own);
        }
      }
    }
  }

  private long share(long count, int number) {
    int all = sockets.size();
    return count / all + (number < count % all ? 1 : 0);
  }
}
