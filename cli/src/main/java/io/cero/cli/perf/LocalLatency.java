package io.cero.cli.perf;

import io.cero.Context;
import io.cero.RepSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code perf local_lat}: REP that binds and replies. */
@Command(
    name = "local_lat",
    description =
        "Binds a REP socket and replies to every request with itself; prints nothing. The other side is remote_lat, or remote_churn.")
final class LocalLatency extends TwoSidedTool {
  @Parameters(
      index = "0",
      paramLabel = "<bind-to>",
      description = "Endpoint to bind, for instance tcp://*:5555.")
  private String endpoint;

  @Parameters(index = "2", paramLabel = "<roundtrip-count>", description = "Requests to reply to.")
  private long count;

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
    RepSocket rep = context.rep(settings::configure);
    Counter counter = new Counter();
    Echo echo = new Echo(rep, size(), transfer.receiving(), counter);
    watch(List.of(rep), counter::get, total());
    bind(rep, endpoint);
    echo.run(total());
  }
}
