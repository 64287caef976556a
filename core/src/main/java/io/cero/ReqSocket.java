package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;

/** REQ: sends a request, receives the reply, and so on (RFC 28). */
public final class ReqSocket extends Socket implements Sender, Receiver {
  private final ReqOptions options;

  ReqSocket(ContextCore context, ReqOptions options) {
    super(
        context,
        particulars(SocketType.REQ, false, options.routingId()),
        options,
        host -> new io.cero.pattern.Req(host, options));
    this.options = options;
  }

  @Override
  public ReqOptions options() {
    return options;
  }
}
