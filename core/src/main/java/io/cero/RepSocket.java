package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;

/** REP: receives a request, sends the reply, and so on (RFC 28). */
public final class RepSocket extends Socket implements Sender, Receiver {
  private final RepOptions options;

  RepSocket(ContextCore context, RepOptions options) {
    super(context, particulars(SocketType.REP), options, host -> new io.cero.pattern.Rep(host));
    this.options = options;
  }

  @Override
  public RepOptions options() {
    return options;
  }
}
