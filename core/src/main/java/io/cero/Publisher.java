package io.cero;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a socket can do that knows who has subscribed: PUB and XPUB.
 *
 * <p>A peer that connects is told nothing before its subscriptions are here, so what was published
 * earlier passes it by. {@link #awaitSubscribers} waits for them. A peer counts once it has
 * subscribed to a prefix of the topic, or, where {@link PubOptions#invertMatching} is on, as long
 * as it has not; one of ZMTP 1.0 counts at once, because it cannot say. An XPUB that is {@link
 * XPubOptions#manual} counts what its application has subscribed its peers to.
 */
public sealed interface Publisher permits PubSocket, XPubSocket {

  /** Returns how many peers would get a message that begins with a topic. */
  default int subscriberCount(byte[] topic) {
    return ((Socket) this).subscribers(topic);
  }

  /** Returns how many peers would get a message that begins with a topic, text in UTF-8. */
  default int subscriberCount(String topic) {
    return subscriberCount(topic.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Waits until so many peers would get a message that begins with a topic: the way to make sure
   * that the first message arrives at each of them.
   *
   * @return false if the time was over first
   */
  default boolean awaitSubscribers(byte[] topic, int count, Duration timeout) {
    return ((Socket) this).awaitSubscribers(topic, count, OptionCheck.nanos("timeout", timeout));
  }

  /**
   * Waits until so many peers would get a message that begins with a topic, text in UTF-8.
   *
   * @return false if the time was over first
   */
  default boolean awaitSubscribers(String topic, int count, Duration timeout) {
    return awaitSubscribers(topic.getBytes(StandardCharsets.UTF_8), count, timeout);
  }
}
