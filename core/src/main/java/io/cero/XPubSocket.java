package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** XPUB: a PUB that receives its peers' subscriptions as messages (RFC 29). */
public final class XPubSocket extends Socket implements Sender, Receiver {
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

  /** Returns how many peers have subscribed to what a message with this first frame would match. */
  public int subscriberCount(byte[] topic) {
    core.enter();
    try {
      core.takeNote();
      return ((io.cero.pattern.XPub) core.pattern()).subscriberCount(topic);
    } finally {
      core.exit();
    }
  }

  /**
   * Waits until so many peers would get a message that begins with a topic in UTF-8: the way to
   * make sure that the first message arrives.
   *
   * @return false if the time was over first
   */
  public boolean awaitSubscribers(String topic, int count, Duration timeout) {
    byte[] bytes = topic.getBytes(StandardCharsets.UTF_8);
    long nanos = OptionCheck.nanos("timeout", timeout);
    core.enter();
    try {
      io.cero.pattern.XPub pattern = (io.cero.pattern.XPub) core.pattern();
      return core.awaitCondition(
          "awaitSubscribers", () -> pattern.subscriberCount(bytes) >= count, nanos);
    } finally {
      core.exit();
    }
  }
}
