package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;

/** PAIR: exactly one peer, both ways (RFC 31). */
public final class PairSocket extends Socket implements Sender, Receiver {
  private final PairOptions options;

  PairSocket(ContextCore context, PairOptions options) {
    super(context, particulars(SocketType.PAIR), options, host -> new io.cero.pattern.Pair(host));
    this.options = options;
  }

  @Override
  public PairOptions options() {
    return options;
  }
}
