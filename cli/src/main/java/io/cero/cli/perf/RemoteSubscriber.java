package io.cero.cli.perf;

import io.cero.Context;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perf remote_sub}: SUB sockets that connect and measure. */
@Command(
    name = "remote_sub",
    description =
        "Connects SUB sockets, each with its thread, and prints how many messages per second they receive together; the clock starts with the first. The other side is local_pub.")
final class RemoteSubscriber extends TwoSidedTool {
  @Parameters(
      index = "0",
      paramLabel = "<connect-to>",
      description = "Endpoint to connect to, for instance tcp://127.0.0.1:5555.")
  private String endpoint;

  @Parameters(
      index = "2",
      paramLabel = "<message-count>",
      description = "Messages that each receives.")
  private long count;

  @Parameters(
      index = "3",
      arity = "0..1",
      defaultValue = "1",
      paramLabel = "<subscribers>",
      description = "SUB sockets; default 1.")
  private int subscribers;

  @Mixin private Topics topics;

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
  void begin(Report report) {
    super.begin(report);
    require("<subscribers>", subscribers, 1, 10_000);
    require("--prefixes", topics.count(), 1, 10_000_000);
    require("<message-size>", size(), topics.width(), LARGEST);
    report.parameter("subscribers", subscribers).parameter("prefixes", topics.count());
  }

  @Override
  void run(Context context, Report report) {
    Subscribers all = new Subscribers(this, context, subscribers);
    Watch watch = watch(all.sockets(), all::received, total() * subscribers);
    header(report);
    report.line("subscribers: " + subscribers).line("prefixes: " + topics.count());
    Workers workers = workers(context);
    all.start(
        workers,
        sub -> {
          sub.connect(endpoint);
          topics.subscribe(sub);
        });
    workers.join();
    all.report(report, watch);
  }
}
