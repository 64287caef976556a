package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;

/** XPUB: a PUB that receives its peers' subscriptions as messages (RFC 29). */
public final class XPubSocket extends Socket implements Sender, Publisher, Receiver {
  private final XPubOptions options;

  XPubSocket(ContextCore context, XPubOptions options) {
    super(
        context,
        particulars(SocketType.XPUB),
        options,
        host -> new io.cero.pattern.XPub(host, options));
    this.options = options;
  }

  @Override
  public XPubOptions options() {
    return options;
  }

  /**
   * With {@link XPubOptions#manual()}: subscribes the peer whose subscription was received last to
   * a prefix.
   */
  public void subscribe(byte[] prefix) {
    core.enter();
    try {
      core.takeNote();
      ((io.cero.pattern.XPub) core.pattern()).subscribe(prefix.clone());
    } finally {
      core.exit();
    }
  }

  /** With {@link XPubOptions#manual()}: takes such a subscription back. */
  public void unsubscribe(byte[] prefix) {
    core.enter();
    try {
      core.takeNote();
      ((io.cero.pattern.XPub) core.pattern()).unsubscribe(prefix.clone());
    } finally {
      core.exit();
    }
  }
}
