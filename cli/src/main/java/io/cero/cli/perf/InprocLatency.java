package io.cero.cli.perf;

import io.cero.Context;
import io.cero.RepSocket;
import io.cero.ReqSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perf inproc_lat}: REQ and REP in two threads. */
@Command(
    name = "inproc_lat",
    description =
        "Sends requests from one thread to another over inproc, REQ to REP, each when the reply to the one before has come, and prints half of the average round trip.")
final class InprocLatency extends OneSidedTool {
  @Parameters(index = "1", paramLabel = "<roundtrip-count>", description = "Requests to send.")
  private long count;

  @Override
  long count() {
    return count;
  }

  @Override
  String counted() {
    return "roundtrip count";
  }

  @Mixin private Spread spread;

  @Override
  void run(Context context, Report report) {
    ReqSocket req = context.req(settings::configure);
    req.bind("inproc://lat_test");
    Counter counter = new Counter();
    PingPong pingPong = new PingPong(req, size(), transfer, counter, spread.histogram());
    Watch watch = watch(List.of(), counter::get, total());
    Workers workers = workers(context);
    workers.start("rep", () -> reply(context));
    header(report);
    measureLatency(pingPong, spread, counter, watch, report);
    workers.join();
  }

  private void reply(Context context) {
    try (RepSocket rep = context.rep(settings::configure)) {
      rep.connect("inproc://lat_test");
      new Echo(rep, size(), transfer.receiving(), new Counter()).run(total());
    }
  }
}
