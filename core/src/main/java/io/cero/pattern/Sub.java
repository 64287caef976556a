package io.cero.pattern;

import io.cero.SubOptions;
import io.cero.pipe.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * SUB: receives, in turn from its peers, the messages whose first frame begins with a prefix that
 * it subscribed to, and sends nothing but subscriptions (RFC 29).
 *
 * <p>Subscriptions are additive and counted: a prefix that was subscribed to twice needs two
 * cancellations. Publishers filter; what gets through is filtered here once more, because a
 * publisher of ZMTP 1.0 sends everything and a cancellation takes its time. What is stopped here is
 * counted.
 */
public final class Sub extends Pattern {
  private final SubscriberEnd subscriber;

  /** A SUB without peers and subscriptions. */
  public Sub(Host host, SubOptions options) {
    super(host);
    this.subscriber = new SubscriberEnd(host, true, options.invertMatching());
  }

  /** Subscribes to the topics that begin with a prefix; to everything if it is empty. */
  public void subscribe(byte[] prefix) {
    subscriber.subscribe(prefix);
  }

  /**
   * Takes one subscription to a prefix back.
   *
   * @return false if there was none; nothing has changed
   */
  public boolean unsubscribe(byte[] prefix) {
    return subscriber.cancel(prefix, false);
  }

  /** What is subscribed; iterated by any thread that tells a new connection of it. */
  public SubscriptionSet currentSubscriptions() {
    return subscriber.subscriptions;
  }

  @Override
  public void attached(Peer peer) {
    subscriber.attach(peer);
  }

  @Override
  protected void hiccup(Peer peer) {
    subscriber.tellAll(peer);
  }

  @Override
  protected void readable(Peer peer) {
    subscriber.readable(peer);
  }

  @Override
  protected void writable(Peer peer) {}

  @Override
  protected void gone(Peer peer) {
    subscriber.gone(peer);
  }

  @Override
  public boolean receive(Incoming frame) {
    return subscriber.receive(frame);
  }

  @Override
  public boolean canReceive() {
    return subscriber.hasMessage();
  }

  @Override
  public @Nullable Peer lastPeer() {
    return subscriber.last();
  }
}
