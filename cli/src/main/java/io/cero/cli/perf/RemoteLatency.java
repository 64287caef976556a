package io.cero.cli.perf;

import io.cero.Context;
import io.cero.ReqSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perf remote_lat}: REQ that connects and measures. */
@Command(
    name = "remote_lat",
    description =
        "Connects a REQ socket, sends a request when the reply to the one before has come, and prints half of the average round trip. The other side is local_lat.")
final class RemoteLatency extends TwoSidedTool {
  @Parameters(
      index = "0",
      paramLabel = "<connect-to>",
      description = "Endpoint to connect to, for instance tcp://127.0.0.1:5555.")
  private String endpoint;

  @Parameters(index = "2", paramLabel = "<roundtrip-count>", description = "Requests to send.")
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
    return "roundtrip count";
  }

  @Override
  void run(Context context, Report report) {
    ReqSocket req = context.req(settings::configure);
    Counter counter = new Counter();
    PingPong pingPong = new PingPong(req, size(), transfer, counter, spread.histogram());
    Watch watch = watch(List.of(req), counter::get, total());
    req.connect(endpoint);
    header(report);
    measureLatency(pingPong, spread, counter, watch, report);
  }
}
