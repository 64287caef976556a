package io.cero.cli.perf;

import io.cero.Context;
import io.cero.RouterOptions;
import io.cero.RouterSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code perf local_router}: ROUTER that binds and sends back. */
@Command(
    name = "local_router",
    description =
        "Binds a ROUTER socket and sends every message back to where it came from; prints nothing. The other side is remote_dealer.")
final class LocalRouter extends TwoSidedTool {
  @Parameters(
      index = "0",
      paramLabel = "<bind-to>",
      description = "Endpoint to bind, for instance tcp://*:5555.")
  private String endpoint;

  @Parameters(index = "2", paramLabel = "<roundtrip-count>", description = "Requests to send back.")
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
    return "roundtrip count";
  }

  @Override
  void run(Context context, Report report) {
    RouterSocket router = context.router(this::mandatory);
    Counter counter = new Counter();
    watch(List.of(router), counter::get, total());
    bind(router, endpoint);
    new RoutedEcho(router, size(), counter).run(total());
  }

  private void mandatory(RouterOptions options) {
    settings.configure(options);
    options.mandatory(true);
  }
}
