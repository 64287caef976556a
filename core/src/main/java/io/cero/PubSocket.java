package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;
import java.util.Optional;

/** PUB: publishes to the SUB peers that want it (RFC 29). */
public final class PubSocket extends Socket implements Sender, Publisher {
  private final PubOptions options;

  PubSocket(ContextCore context, PubOptions options) {
    super(
        context,
        particulars(SocketType.PUB, options.conflate(), Optional.empty()),
        options,
        host -> new io.cero.pattern.Pub(host, options));
    this.options = options;
  }

  @Override
  public PubOptions options() {
    return options;
  }
}
