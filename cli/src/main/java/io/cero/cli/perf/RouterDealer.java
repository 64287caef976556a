package io.cero.cli.perf;

import io.cero.Context;
import io.cero.RouterOptions;
import io.cero.RouterSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf router_dealer}: ROUTER and DEALER with many requests under way. */
@Command(
    name = "router_dealer",
    description =
        "Has DEALER sockets keep many requests under way to a ROUTER that sends each back, in one process, and prints how many round trips per second there are.")
final class RouterDealer extends OneSidedTool {
  @Parameters(
      index = "1",
      paramLabel = "<roundtrip-count>",
      description = "Requests that all send together.")
  private long count;

  @Override
  long count() {
    return count;
  }

  @Override
  String counted() {
    return "roundtrip count";
  }

  @Parameters(
      index = "2",
      arity = "0..1",
      defaultValue = "1",
      paramLabel = "<dealers>",
      description = "DEALER sockets, each with its thread; default 1.")
  private int sockets;

  @Option(
      names = "--endpoint",
      paramLabel = "<endpoint>",
      defaultValue = "tcp://127.0.0.1:*",
      description =
          "Over what, for instance ipc:///tmp/perf or inproc://perf; default ${DEFAULT-VALUE}.")
  private String endpoint;

  @Mixin private Dealers dealers;

  @Override
  void begin(Report report) {
    super.begin(report);
    dealers.begin(this, sockets, report);
    report.parameter("endpoint", endpoint);
  }

  @Override
  void run(Context context, Report report) {
    RouterSocket router = context.router(this::mandatory);
    String bound = router.bind(endpoint);
    dealers.make(this, context, sockets);
    Watch watch = watch(List.of(), dealers::received, total());
    header(report);
    report.line("dealers: " + sockets);
    Workers workers = workers(context);
    workers.start("router", () -> new RoutedEcho(router, size(), new Counter()).run(total()));
    dealers.run(this, workers, bound, watch, report);
  }

  private void mandatory(RouterOptions options) {
    settings.configure(options);
    options.mandatory(true);
  }
}
