package io.cero.cli;

import io.cero.Context;
import io.cero.Socket;
import picocli.CommandLine.Command;

/** {@code cero queue}: the guide's shared queue. */
@Command(
    name = "queue",
    description =
        "Shares requests of many clients (REQ, at the frontend) among many services (REP, at the"
            + " backend).")
final class QueueCommand extends DeviceCommand {
  @Override
  Socket frontend(Context context) {
    return context.router(this::configure);
  }

  @Override
  Socket backend(Context context) {
    return context.dealer(this::configure);
  }
}
