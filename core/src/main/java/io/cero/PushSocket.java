package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;
import java.util.Optional;

/** PUSH: hands messages to its PULL peers in turn (RFC 30). */
public final class PushSocket extends Socket implements Sender {
  private final PushOptions options;

  PushSocket(ContextCore context, PushOptions options) {
    super(
        context,
        particulars(SocketType.PUSH, options.conflate(), Optional.empty()),
        options,
        host -> new io.cero.pattern.Push(host));
    this.options = options;
  }

  @Override
  public PushOptions options() {
    return options;
  }
}
