package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;

/**
 * PAIR: exactly one peer at a time, both ways (RFC 31). Others that come meanwhile are turned away:
 * {@link HandshakeFailure#OCCUPIED}.
 *
 * <p>Once the peer is gone, the next takes its place, also while messages of the former wait to be
 * received: these come first, peer by peer in the order in which they came. They wait as in a
 * queue, of up to a thousand former peers and, in bytes, up to {@link
 * SocketOptions#receiveByteBudget}. Then a peer that comes is turned away until some of it is
 * received. Over tcp and ipc its connect is tried again, over inproc it is not. What was read of a
 * peer that is turned away is dropped, counted and told: {@link DropReason#CLOSED}.
 */
public final class PairSocket extends Socket implements Sender, Receiver {
  private final PairOptions options;

  PairSocket(ContextCore context, PairOptions options) {
    super(
        context,
        particulars(SocketType.PAIR),
        options,
        host -> new io.cero.pattern.Pair(host, options.receiveByteBudget()));
    this.options = options;
  }

  @Override
  public PairOptions options() {
    return options;
  }
}
