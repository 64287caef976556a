package io.cero.pattern;

import io.cero.DropReason;
import io.cero.PubOptions;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;

/**
 * PUB: sends each message to every peer with a subscription that its first frame begins with, and
 * receives nothing but subscriptions (RFC 29).
 *
 * <p>A peer without room misses the message, which is counted; with {@code noDrop} the send is
 * refused instead.
 */
public final class Pub extends Pattern {
  private final PublisherEnd publisher;
  private final SubscriptionReader reader;

  /** A PUB without peers. */
  public Pub(Host host, PubOptions options) {
    super(host);
    this.publisher = new PublisherEnd(host, options.invertMatching(), options.noDrop());
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
      host.dropped(DropReason.MALFORMED, 1);
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
  protected void writable(Peer peer) {
    publisher.writable(peer);
  }

  @Override
  protected void gone(Peer peer) {
    publisher.subscriptions.removeAll(peer, prefix -> {});
    publisher.remove(peer);
    host.forgotten(peer);
  }

  @Override
  public boolean send(Outgoing frame, boolean more) {
    return publisher.send(frame, more);
  }

  @Override
  public boolean canSend() {
    return publisher.canSend();
  }

  @Override
  public void abandonSend() {
    publisher.abandon();
  }

  /** Returns how many peers a message that begins with this topic would be sent to. */
  public int subscriberCount(byte[] topic) {
    return publisher.subscriberCount(topic);
  }

  /** Returns how many peers there are, subscribed to something or not. */
  public int peerCount() {
    return publisher.peerCount();
  }
}
