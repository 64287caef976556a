package io.cero.cli.perf;

import io.cero.Context;
import io.cero.PubOptions;
import io.cero.PubSocket;
import io.cero.SocketOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perf local_pub}: PUB that binds. */
@Command(
    name = "local_pub",
    description =
        "Binds a PUB socket, waits for so many subscribers and publishes messages to them without dropping any; prints nothing. The other side is remote_sub.")
final class LocalPublisher extends TwoSidedTool {
  @Parameters(
      index = "0",
      paramLabel = "<bind-to>",
      description = "Endpoint to bind, for instance tcp://*:5555.")
  private String endpoint;

  @Parameters(index = "2", paramLabel = "<message-count>", description = "Messages to publish.")
  private long count;

  @Parameters(
      index = "3",
      arity = "0..1",
      defaultValue = "1",
      paramLabel = "<subscribers>",
      description = "Subscribers to wait for; default 1.")
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
    require("<subscribers>", subscribers, 1, 1_000_000);
    require("--prefixes", topics.count(), 1, 10_000_000);
    require("<message-size>", size(), topics.width(), LARGEST);
    report.parameter("subscribers", subscribers).parameter("prefixes", topics.count());
  }

  @Override
  void run(Context context, Report report) {
    PubSocket pub = context.pub(this::noDrop);
    Counter counter = new Counter();
    watch(List.of(pub), counter::get, total());
    bind(pub, endpoint);
    pub.awaitSubscribers(topics.last(), subscribers, SocketOptions.FOREVER);
    new PublishingLoop(pub, size(), topics, counter).publish(total());
    awaitWritten(pub);
  }

  private void noDrop(PubOptions options) {
    settings.configure(options);
    options.noDrop(true);
  }
}
