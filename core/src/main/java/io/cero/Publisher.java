package io.cero;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a socket can do that knows who has subscribed: PUB and XPUB. */
public sealed interface Publisher permits PubSocket, XPubSocket {

  /** Returns how many peers have subscribed to what a message with this first frame would match. */
  default int subscriberCount(byte[] topic) {
    return ((Socket) this).subscribers(topic);
  }

  /**
   * Waits until so many peers would get a message that begins with a topic in UTF-8: the way to
   * make sure that the first message arrives.
   *
   * @return false if the time was over first
   */
  default boolean awaitSubscribers(String topic, int count, Duration timeout) {
    byte[] bytes = topic.getBytes(StandardCharsets.UTF_8);
    return ((Socket) this).awaitSubscribers(bytes, count, OptionCheck.nanos("timeout", timeout));
  }
}
