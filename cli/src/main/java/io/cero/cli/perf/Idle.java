package io.cero.cli.perf;

import io.cero.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf idle}: what a connection costs that does nothing, on the side that is bound. */
@Command(
    name = "idle",
    description =
        "Starts local_idle as a process of its own, connects DEALER sockets to it that send nothing,"
            + " and prints by how many bytes each connection lets it grow, and how busy it is."
            + " Growth is taken between two numbers of connections. The process has a heap of fixed"
            + " size that is resident from the start, so that what its resident set grows by is"
            + " outside the heap: direct buffers and the JVM's own.")
final class Idle extends PerfTool {
  @Parameters(
      index = "0",
      paramLabel = "<connection-count>",
      description = "Connections at the end.")
  private long count;

  @Option(
      names = "--from",
      paramLabel = "<count>",
      description = "Connections at the first look; default a tenth of <connection-count>.")
  private @Nullable Long from;

  @Option(
      names = "--seconds",
      paramLabel = "<seconds>",
      defaultValue = "5",
      description = "How long to look at the processor, each time; default ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--heap",
      paramLabel = "<megabytes>",
      defaultValue = "512",
      description = "The heap of the process; default ${DEFAULT-VALUE}.")
  private int heap;

  @Option(
      names = "--endpoint",
      paramLabel = "<endpoint>",
      defaultValue = "tcp://127.0.0.1:*",
      description = "Over what, not inproc; default ${DEFAULT-VALUE}.")
  private String endpoint;

  private long few() {
    return from == null ? count / 10 : from;
  }

  @Override
  void begin(Report report) {
    require("<connection-count>", count, 1, 1_000_000);
    require("--from", few(), 0, count - 1);
    require("--seconds", seconds, 0, 3_600);
    require("--heap", heap, 16, 1 << 20);
    LocalIdle.requireDescriptors(this, count);
    requireReachable(endpoint);
    report
        .parameter("connection_count", count)
        .parameter("from", few())
        .parameter("seconds", seconds)
        .parameter("heap_megabytes", heap)
        .parameter("endpoint", endpoint);
  }

  @Override
  void run(Context context, Report report) {
    Counter counter = new Counter();
    watch(List.of(), counter::get, count);
    try (BoundProcess bound =
        new BoundProcess(
            heap,
            List.of(
                "local_idle",
                endpoint,
                "--json",
                "--seconds=" + seconds,
                "--hwm=" + settings.highWaterMark(),
                "--io-threads=" + settings.ioThreads()))) {
      Visitors visitors = new Visitors(this, context, counter);
      visitors.connect(bound.endpoint(), few());
      IdleState before = IdleState.of(bound.ask(few()));
      visitors.connect(bound.endpoint(), count);
      report.round(new IdleCost(before, IdleState.of(bound.ask(count))));
    }
  }
}
