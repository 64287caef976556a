package io.cero.cli;

import io.cero.Context;
import io.cero.Socket;
import picocli.CommandLine.Command;

/** {@code cero streamer}: the guide's streamer. */
@Command(
    name = "streamer",
    description =
        "Spreads what many sources (PUSH, at the frontend) send over many workers (PULL, at the"
            + " backend).")
final class StreamerCommand extends DeviceCommand {
  @Override
  Socket frontend(Context context) {
    return context.pull(this::configure);
  }

  @Override
  Socket backend(Context context) {
    return context.push(this::configure);
  }
}
