package io.cero.cli.perf;

import io.cero.Context;
import io.cero.PubOptions;
import io.cero.PubSocket;
import io.cero.SocketOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf pub_thr}: PUB to many SUB, no-drop. */
@Command(
    name = "pub_thr",
    description =
        "Publishes messages to subscribers in one process, without dropping any, and prints how many per second are delivered, all subscribers together; the clock starts with the first.")
final class PublisherThroughput extends OneSidedTool {
  @Parameters(
      index = "1",
      paramLabel = "<message-count>",
      description = "Messages to publish; every subscriber gets each.")
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
      defaultValue = "1",
      paramLabel = "<subscribers>",
      description = "SUB sockets, each with its thread; default 1.")
  private int subscribers;

  @Option(
      names = "--endpoint",
      paramLabel = "<endpoint>",
      defaultValue = "tcp://127.0.0.1:*",
      description =
          "Over what, for instance ipc:///tmp/perf or inproc://perf; default ${DEFAULT-VALUE}.")
  private String endpoint;

  @Mixin private Topics topics;

  @Override
  void begin(Report report) {
    super.begin(report);
    require("<subscribers>", subscribers, 1, 10_000);
    require("--prefixes", topics.count(), 1, 10_000_000);
    require("<message-size>", size(), topics.width(), LARGEST);
    report
        .parameter("subscribers", subscribers)
        .parameter("prefixes", topics.count())
        .parameter("endpoint", endpoint);
  }

  @Override
  void run(Context context, Report report) {
    PubSocket pub = context.pub(this::noDrop);
    String bound = pub.bind(endpoint);
    Subscribers all = new Subscribers(this, context, subscribers);
    Watch watch = watch(List.of(), all::received, total() * subscribers);
    header(report);
    report.line("subscribers: " + subscribers).line("prefixes: " + topics.count());
    Workers workers = workers(context);
    all.start(
        workers,
        sub -> {
          sub.connect(bound);
          topics.subscribe(sub);
        });
    pub.awaitSubscribers(topics.last(), subscribers, SocketOptions.FOREVER);
    new PublishingLoop(pub, size(), topics, new Counter()).publish(total());
    workers.join();
    all.report(report, watch);
  }

  private void noDrop(PubOptions options) {
    settings.configure(options);
    options.noDrop(true);
  }
}
