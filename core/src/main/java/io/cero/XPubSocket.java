package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;

/**
 * XPUB: a PUB that receives its peers' subscriptions as messages (RFC 29).
 *
 * <p><b>What it receives</b> is one frame: the byte 1 and a prefix that is wanted from now on, or
 * the byte 0 and one that nobody wants any more. {@link XPubOptions#verbose(boolean)} has it told
 * of every subscription, not only of the first of its prefix. When a peer goes, its subscriptions
 * are told to be over. What an XSUB peer sends that is no subscription is received as it is.
 *
 * <p><b>A last-value cache</b>, which tells those who come late how things are, is made with {@link
 * XPubOptions#manualLastValue(boolean)}:
 *
 * <pre>{@code
 * byte[] news = xpub.receive().first().toByteArray();
 * if (news.length > 0) {
 *   byte[] topic = Arrays.copyOfRange(news, 1, news.length);
 *   if (news[0] == 0) {
 *     xpub.unsubscribe(topic);
 *   } else if (news[0] == 1 && xpub.subscribe(topic)) {
 *     xpub.send(lastValueOf(topic)); // to the one who has just come, and to nobody else
 *   }
 * }
 * }</pre>
 *
 * <p>There the next message after {@code subscribe} is for that subscriber alone, whatever it is.
 * So send it one also if there is no value yet; otherwise others miss the next update.
 */
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
   * a prefix, be it the one that it asked for or another.
   *
   * @return false if that peer is gone; nothing has changed then
   * @throws UnsupportedFeatureException if the socket was not made for that
   */
  public boolean subscribe(byte[] prefix) {
    core.enter();
    try {
      core.takeNote();
      return ((io.cero.pattern.XPub) core.pattern()).subscribe(prefix.clone());
    } finally {
      core.exit();
    }
  }

  /**
   * With {@link XPubOptions#manual()}: takes such a subscription back, of the peer whose
   * subscription or cancellation was received last.
   *
   * @return false if that peer is gone, or had no such subscription
   * @throws UnsupportedFeatureException if the socket was not made for that
   */
  public boolean unsubscribe(byte[] prefix) {
    core.enter();
    try {
      core.takeNote();
      return ((io.cero.pattern.XPub) core.pattern()).unsubscribe(prefix.clone());
    } finally {
      core.exit();
    }
  }
}
