package io.cero.pattern;

import io.cero.pipe.Outgoing;

/** What PUB and XPUB share: the sending half of a publisher (RFC 29). */
public abstract sealed class Publisher extends Pattern permits Pub, XPub {
  final PublisherEnd publisher;

  Publisher(Host host, boolean invertMatching, boolean noDrop) {
    super(host);
    this.publisher = new PublisherEnd(host, invertMatching, noDrop);
  }

  @Override
  protected final void writable(Peer peer) {
    publisher.writable(peer);
  }

  @Override
  public final boolean send(Outgoing frame, boolean more) {
    return publisher.send(frame, more);
  }

  @Override
  public final boolean canSend() {
    return publisher.canSend();
  }

  @Override
  public final void abandonSend() {
    publisher.abandon();
  }

  @Override
  public final void settle() {
    publisher.settle();
  }

  /** Returns how many peers a message that begins with this topic would be sent to. */
  public final int subscriberCount(byte[] topic) {
    return publisher.subscriberCount(topic);
  }

  /** Returns how many peers there are, subscribed to something or not. */
  public final int peerCount() {
    return publisher.peerCount();
  }
}
