package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** PUB: publishes to the SUB peers that want it (RFC 29). */
public final class PubSocket extends Socket implements Sender {
  private final PubOptions options;

  PubSocket(ContextCore context, PubOptions options) {
    super(
        context,
        particulars(SocketType.PUB, options.conflate(), Optional.empty()),
        options,
        host -> new io.cero.pattern.Pub(host, options));
    this.options = options;
  }

  @Override
  public PubOptions options() {
    return options;
  }

  /** Returns how many peers have subscribed to what a message with this first frame would match. */
  public int subscriberCount(byte[] topic) {
    core.enter();
    try {
      core.takeNote();
      return ((io.cero.pattern.Pub) core.pattern()).subscriberCount(topic);
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
      io.cero.pattern.Pub pattern = (io.cero.pattern.Pub) core.pattern();
      return core.awaitCondition(
          "awaitSubscribers", () -> pattern.subscriberCount(bytes) >= count, nanos);
    } finally {
      core.exit();
    }
  }
}
