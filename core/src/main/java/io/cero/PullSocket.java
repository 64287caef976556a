package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;
import java.util.Optional;

/** PULL: collects messages from its PUSH peers in turn (RFC 30). */
public final class PullSocket extends Socket implements Receiver {
  private final PullOptions options;

  PullSocket(ContextCore context, PullOptions options) {
    super(
        context,
        particulars(SocketType.PULL, options.conflate(), Optional.empty()),
        options,
        host -> new io.cero.pattern.Pull(host));
    this.options = options;
  }

  @Override
  public PullOptions options() {
    return options;
  }
}
