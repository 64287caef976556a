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
final class RemoteThroughput extends TwoSidedTool {
  @Parameters(
      index = "0",
      paramLabel = "<connect-to>",
      description = "Endpoint to connect to, for instance tcp://127.0.0.1:5555.")
  private String endpoint;

  @Parameters(index = "1", paramLabel = "<message-size>", description = "Bytes of each message.")
  private int size;

  @Parameters(index = "2", paramLabel = "<message-count>", description = "Messages to send.")
  private long count;

  @Parameters(
      index = "3",
      arity = "0..1",
      paramLabel = "<enable-curve>",
      defaultValue = "0",
      description = "0; CURVE, libzmq's 1, is not there yet.")
  private int curve;

  @Override
  String endpoint() {
    return endpoint;
  }

  @Override
  int size() {
    return size;
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
    if (curve != 0) {
      throw refusal("CURVE is not there yet: leave <enable-curve> out, or give 0");
    }
    super.begin(report);
  }

  @Override
  void run(Context context, Report report) {
    PushSocket push = context.push(settings::configure);
    Counter counter = new Counter();
    SendingLoop loop = new SendingLoop(push, size, transfer.sending(), counter);
    watch(List.of(push), counter::get, total());
    push.connect(endpoint);
    loop.send(total());
  }
}
