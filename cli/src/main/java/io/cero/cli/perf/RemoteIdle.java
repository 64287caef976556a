package io.cero.cli.perf;

import io.cero.Context;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code perf remote_idle}: DEALER sockets that connect and do nothing. */
@Command(
    name = "remote_idle",
    description =
        "Connects DEALER sockets that send nothing, says so when all are there, and keeps them until"
            + " its input ends. The other side is local_idle, or any ROUTER.")
final class RemoteIdle extends PerfTool {
  @Parameters(
      index = "0",
      paramLabel = "<connect-to>",
      description = "Endpoint to connect to, for instance tcp://127.0.0.1:5555.")
  private String endpoint;

  @Parameters(index = "1", paramLabel = "<connection-count>", description = "Connections to make.")
  private long count;

  @Override
  void begin(Report report) {
    requireReachable(endpoint);
    require("<connection-count>", count, 1, 1_000_000);
    LocalIdle.requireDescriptors(this, count);
    report.parameter("endpoint", endpoint).parameter("connection_count", count);
  }

  @Override
  void run(Context context, Report report) {
    Counter counter = new Counter();
    watch(List.of(), counter::get, count);
    new Visitors(this, context, counter).connect(endpoint, count);
    report.line("connections: " + count);
    try {
      while (System.in.read() >= 0) {
        // kept
      }
    } catch (IOException e) {
      throw new StoppedException("the input cannot be read: " + e.getMessage());
    }
  }
}
