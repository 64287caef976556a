package io.cero.cli.perf;

import io.cero.Context;
import io.cero.PullSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code perf local_thr}: PULL that binds and measures. */
@Command(
    name = "local_thr",
    description =
        "Binds a PULL socket, receives messages of a size and prints how many per second; the clock starts with the first. The other side is one remote_thr or several, which send <message-count> in all.")
final class LocalThroughput extends CurveTool {
  @Parameters(
      index = "0",
      paramLabel = "<bind-to>",
      description = "Endpoint to bind, for instance tcp://*:5555.")
  private String endpoint;

  @Parameters(index = "2", paramLabel = "<message-count>", description = "Messages to receive.")
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
    return "message count";
  }

  @Override
  void run(Context context, Report report) {
    PullSocket pull = context.pull(settings::configure);
    Counter counter = new Counter();
    ReceivingLoop loop = new ReceivingLoop(pull, size(), transfer.receiving(), counter);
    Watch watch = watch(List.of(pull), counter::get, total());
    bind(pull, endpoint);
    header(report);
    measureThroughput(loop, counter, watch, report);
  }
}
