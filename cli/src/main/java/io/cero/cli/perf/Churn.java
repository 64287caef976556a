package io.cero.cli.perf;

import io.cero.Context;
import io.cero.RepSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf churn}: connections made and closed, in one process. */
@Command(
    name = "churn",
    description =
        "Makes a REQ socket, connects it, has one request answered by a REP socket that stays bound, and closes it, again and again; prints how many connections per second that makes.")
final class Churn extends OneSidedTool {
  @Parameters(index = "1", paramLabel = "<connection-count>", description = "Connections to make.")
  private long count;

  @Override
  long count() {
    return count;
  }

  @Override
  String counted() {
    return "connection count";
  }

  @Option(
      names = "--endpoint",
      paramLabel = "<endpoint>",
      defaultValue = "tcp://127.0.0.1:*",
      description =
          "Over what, for instance ipc:///tmp/perf or inproc://perf; default ${DEFAULT-VALUE}.")
  private String endpoint;

  @Mixin private Spread spread;

  @Override
  void begin(Report report) {
    super.begin(report);
    report.parameter("endpoint", endpoint);
  }

  @Override
  void run(Context context, Report report) {
    RepSocket rep = context.rep(settings::configure);
    String bound = rep.bind(endpoint);
    Visits visits = new Visits(this, context, bound, spread);
    watch(List.of(), visits::done, total());
    header(report);
    Workers workers = workers(context);
    workers.start(
        "rep", () -> new Echo(rep, size(), transfer.receiving(), new Counter()).run(total()));
    visits.measure(report);
    workers.join();
  }
}
