package io.cero.pattern;

import io.cero.DropReason;
import io.cero.PubOptions;
import io.cero.pipe.Incoming;

/**
 * PUB: sends each message to every peer with a subscription that its first frame begins with, and
 * receives nothing but subscriptions (RFC 29).
 *
 * <p>A peer without room misses the message, which is counted; with {@code noDrop} the send is
 * refused instead.
 */
public final class Pub extends Publisher {
  private final SubscriptionReader reader;

  /** A PUB without peers. */
  public Pub(Host host, PubOptions options) {
    super(host, options.invertMatching(), options.noDrop());
    this.reader = new SubscriptionReader(host, new Applier(), options.onlyFirstSubscribe());
  }

  /** Applies subscriptions; a PUB has no use for anything else. */
  private final class Applier implements SubscriptionReader.Handler {
    @Override
    public void subscribe(Peer peer, byte[] prefix) {
      publisher.subscriptions.add(prefix, peer);
    }

    @Override
    public void cancel(Peer peer, byte[] prefix) {
      publisher.subscriptions.remove(prefix, peer);
      publisher.unsubscribed();
    }

    @Override
    public void userFrame(Peer peer, Incoming frame) {}

    @Override
    public void userMessageEnd(Peer peer) {
      host.droppedFrom(peer, DropReason.MALFORMED, 1);
    }
  }

  @Override
  public void attached(Peer peer) {
    publisher.attach(peer);
    reader.read(peer);
  }

  @Override
  protected void connected(Peer peer) {
    if (peer.isSubscribedToAll()) {
      publisher.subscriptions.add(new byte[0], peer);
    }
  }

  @Override
  protected void readable(Peer peer) {
    if (!peer.gone) {
      reader.read(peer);
    }
  }

  @Override
  protected void gone(Peer peer) {
    publisher.subscriptions.removeAll(peer, prefix -> {});
    publisher.remove(peer);
    host.forgotten(peer);
  }
}
