package io.cero.cli;

import io.cero.Context;
import io.cero.Socket;
import picocli.CommandLine.Command;

/** {@code cero forwarder}: the guide's forwarder. */
@Command(
    name = "forwarder",
    description =
        "Passes on what many publishers (PUB, at the frontend) publish to many subscribers (SUB,"
            + " at the backend).")
final class ForwarderCommand extends DeviceCommand {
  @Override
  Socket frontend(Context context) {
    return context.xsub(this::configure);
  }

  @Override
  Socket backend(Context context) {
    return context.xpub(this::configure);
  }
}
