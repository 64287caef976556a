package io.cero.cli.perf;

import io.cero.Context;
import io.cero.PushSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code perf remote_thr}: PUSH that connects and sends. */
@Command(
    name = "remote_thr",
    description =
        "Connects a PUSH socket and sends messages of a size as fast as they are taken; prints nothing. The other side is local_thr.")
final class RemoteThroughput extends CurveTool {
  @Parameters(
      index = "0",
      paramLabel = "<connect-to>",
      description = "Endpoint to connect to, for instance tcp://127.0.0.1:5555.")
  private String endpoint;

  @Parameters(index = "2", paramLabel = "<message-count>", description = "Messages to send.")
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
    PushSocket push = context.push(settings::configure);
    Counter counter = new Counter();
    SendingLoop loop = new SendingLoop(push, size(), transfer.sending(), counter);
    watch(List.of(push), counter::get, total());
    push.connect(endpoint);
    loop.send(total());
    awaitWritten(push);
  }
}
