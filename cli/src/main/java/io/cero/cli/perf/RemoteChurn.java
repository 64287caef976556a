package io.cero.cli.perf;

import io.cero.Context;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perf remote_churn}: connections made and closed, the connecting side. */
@Command(
    name = "remote_churn",
    description =
        "Makes a REQ socket, connects it, has one request answered, and closes it, again and again; prints how many connections per second that makes. The other side is local_lat with as many round trips.")
final class RemoteChurn extends TwoSidedTool {
  @Parameters(
      index = "0",
      paramLabel = "<connect-to>",
      description = "Endpoint to connect to, for instance tcp://127.0.0.1:5555.")
  private String endpoint;

  @Parameters(index = "2", paramLabel = "<connection-count>", description = "Connections to make.")
  private long count;

  @Mixin private Spread spread;

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
    return "connection count";
  }

  @Override
  void run(Context context, Report report) {
    Visits visits = new Visits(this, context, endpoint, spread);
    watch(List.of(), visits::done, total());
    header(report);
    visits.measure(report);
  }
}
