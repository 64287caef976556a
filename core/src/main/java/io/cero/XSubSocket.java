package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;

/**
 * XSUB: a SUB that sends its subscriptions as messages (RFC 29): one frame, the byte 1 and a prefix
 * that is wanted, or the byte 0 and one that no longer is. What else it sends, an XPUB receives as
 * it is. It filters nothing itself: what its publishers send, it receives.
 */
public final class XSubSocket extends Socket implements Sender, Receiver {
  private final XSubOptions options;

  XSubSocket(ContextCore context, XSubOptions options) {
    super(
        context,
        particulars(SocketType.XSUB),
        options,
        host -> new io.cero.pattern.XSub(host, options));
    this.options = options;
    core.subscriptions(((io.cero.pattern.XSub) core.pattern()).currentSubscriptions());
  }

  @Override
  public XSubOptions options() {
    return options;
  }
}
