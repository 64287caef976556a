package io.cero.cli.perf;

import io.cero.Context;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perf remote_dealer}: DEALER sockets that connect and measure. */
@Command(
    name = "remote_dealer",
    description =
        "Connects DEALER sockets that keep many requests under way and prints how many round trips per second there are. The other side is local_router.")
final class RemoteDealer extends TwoSidedTool {
  @Parameters(
      index = "0",
      paramLabel = "<connect-to>",
      description = "Endpoint to connect to, for instance tcp://127.0.0.1:5555.")
  private String endpoint;

  @Parameters(
      index = "2",
      paramLabel = "<roundtrip-count>",
      description = "Requests that all send together.")
  private long count;

  @Parameters(
      index = "3",
      arity = "0..1",
      defaultValue = "1",
      paramLabel = "<dealers>",
      description = "DEALER sockets, each with its thread; default 1.")
  private int sockets;

  @Mixin private Dealers dealers;

  @Override
  String endpoint() {
    return endpoint;
  }

  @Override
  long count() {
    return count;
  }

  @Override
  String counted() {
    return "roundtrip count";
  }

  @Override
  void begin(Report report) {
    super.begin(report);
    dealers.begin(this, sockets, report);
  }

  @Override
  void run(Context context, Report report) {
    Watch watch = watch(dealers.make(this, context, sockets), dealers::received, total());
    header(report);
    report.line("dealers: " + sockets);
    dealers.run(this, workers(context), endpoint, watch, report);
  }
}
