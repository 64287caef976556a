package io.cero.cli.perf;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code perf inproc_thr}: PUSH and PULL in two threads. */
@Command(
    name = "inproc_thr",
    description =
        "Sends messages from one thread to another over inproc, PUSH to PULL, and prints how many per second; the clock starts with the first received.")
final class InprocThroughput extends OneSidedTool {
  @Parameters(index = "1", paramLabel = "<message-count>", description = "Messages to send.")
  private long count;

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
    pull.bind("inproc://thr_test");
    Counter counter = new Counter();
    ReceivingLoop loop = new ReceivingLoop(pull, size(), transfer.receiving(), counter);
    Watch watch = watch(List.of(), counter::get, total());
    header(report);
    Workers workers = workers(context);
    workers.start("push", () -> push(context));
    measureThroughput(loop, counter, watch, report);
    workers.join();
  }

  private void push(Context context) {
    try (PushSocket push = context.push(settings::configure)) {
      push.connect("inproc://thr_test");
      new SendingLoop(push, size(), transfer.sending(), new Counter()).send(total());
    }
  }
}
