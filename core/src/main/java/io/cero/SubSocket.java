package io.cero;

import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** SUB: receives what it subscribes to (RFC 29). */
public final class SubSocket extends Socket implements Receiver {
  private final SubOptions options;

  SubSocket(ContextCore context, SubOptions options) {
    super(
        context,
        particulars(SocketType.SUB, options.conflate(), Optional.empty()),
        options,
        host -> new io.cero.pattern.Sub(host, options));
    this.options = options;
    core.subscriptions(((io.cero.pattern.Sub) core.pattern()).currentSubscriptions());
  }

  @Override
  public SubOptions options() {
    return options;
  }

  /** Subscribes to everything that begins with a text in UTF-8; the empty text is everything. */
  public void subscribe(String prefix) {
    subscribe(prefix.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Subscribes to everything whose first frame begins with a prefix. Subscriptions add up and are
   * counted: two of a kind need two {@link #unsubscribe(byte[])}.
   */
  public void subscribe(byte[] prefix) {
    core.enter();
    try {
      core.takeNote();
      ((io.cero.pattern.Sub) core.pattern()).subscribe(prefix.clone());
    } finally {
      core.exit();
    }
  }

  /** Takes a subscription to a text in UTF-8 back. */
  public void unsubscribe(String prefix) {
    unsubscribe(prefix.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes a subscription back. */
  public void unsubscribe(byte[] prefix) {
    core.enter();
    try {
      core.takeNote();
      ((io.cero.pattern.Sub) core.pattern()).unsubscribe(prefix.clone());
    } finally {
      core.exit();
    }
  }
}
