package io.cero.cli.perf;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf fan_in}: many PUSH to one PULL. */
@Command(
    name = "fan_in",
    description =
        "Sends messages from many PUSH sockets to one PULL socket in one process and prints how many per second it receives; the clock starts with the first. With two processes: local_thr, and remote_thr several times.")
final class FanIn extends OneSidedTool {
  @Parameters(
      index = "1",
      paramLabel = "<message-count>",
      description = "Messages that all send together.")
  private long count;

  @Override
  long count() {
    return count;
  }

  @Override
  String counted() {
    return "message count";
  }

  @Parameters(
      index = "2",
      arity = "0..1",
      defaultValue = "2",
      paramLabel = "<senders>",
      description = "PUSH sockets, each with its thread; default 2.")
  private int senders;

  @Option(
      names = "--endpoint",
      paramLabel = "<endpoint>",
      defaultValue = "tcp://127.0.0.1:*",
      description =
          "Over what, for instance ipc:///tmp/perf or inproc://perf; default ${DEFAULT-VALUE}.")
  private String endpoint;

  @Override
  void begin(Report report) {
    super.begin(report);
    require("<senders>", senders, 1, 10_000);
    report.parameter("senders", senders).parameter("endpoint", endpoint);
  }

  @Override
  void run(Context context, Report report) {
    PullSocket pull = context.pull(settings::configure);
    String bound = pull.bind(endpoint);
    Counter counter = new Counter();
    ReceivingLoop loop = new ReceivingLoop(pull, size(), transfer.receiving(), counter);
    Watch watch = watch(List.of(), counter::get, total());
    header(report);
    report.line("senders: " + senders);
    Workers workers = workers(context);
    for (int i = 0; i < senders; i++) {
      long share = total() / senders + (i < total() % senders ? 1 : 0);
      workers.start("push" + i, () -> push(context, bound, share));
    }
    measureThroughput(loop, counter, watch, report);
    workers.join();
  }

  private void push(Context context, String bound, long share) {
    try (PushSocket push = context.push(settings::configure)) {
      push.connect(bound);
      new SendingLoop(push, size(), transfer.sending(), new Counter()).send(share);
    }
  }
}
