package io.cero.pattern;

import io.cero.pattern.SubscriptionTrie.Audience;
import io.cero.pipe.Outgoing;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What PUB and XPUB have in common: who subscribed to what, and the way of a message to those whose
 * subscriptions its first frame matches.
 *
 * <p>Owned by the thread inside the socket.
 */
final class PublisherEnd {
  final SubscriptionTrie<Peer> subscriptions = new SubscriptionTrie<>();
  private final Distributor distributor;
  private final boolean invertMatching;
  private final boolean noDrop;

  /** The one peer that the next message may go to; null for any. */
  private @Nullable Peer only;

  /** True from a refused send until something changes that may let the next one pass. */
  private boolean refused;

  PublisherEnd(Host host, boolean invertMatching, boolean noDrop) {
    this.distributor = new Distributor(host);
    this.invertMatching = invertMatching;
    this.noDrop = noDrop;
  }

  void attach(Peer peer) {
    distributor.attach(peer);
  }

  void writable(Peer peer) {
    refused = false;
    distributor.activated(peer);
  }

  /** Takes a peer out, whose subscriptions are removed already. */
  void remove(Peer peer) {
    refused = false;
    if (only == peer) {
      only = null;
    }
    distributor.remove(peer);
  }

  /** Has the next message go to no other peer than this. */
  void nextOnlyTo(Peer peer) {
    only = peer;
  }

  /** Sends a frame; false, only with noDrop, if a peer that the message is for has no room. */
  boolean send(Outgoing frame, boolean more) {
    if (!distributor.isWithin()) {
      Audience<Peer> audience = match(frame);
      boolean everyone = !invertMatching && only == null;
      if (!everyone || !distributor.stages(audience, frame.length())) {
        choose(audience);
      }
      if (!noDrop) {
        distributor.dropWithoutRoom();
      } else if (!distributor.allHaveRoom()) {
        refused = true;
        return false;
      }
      refused = false;
      only = null;
    }
    distributor.append(frame, more);
    return true;
  }

  private Audience<Peer> match(Outgoing frame) {
    byte[] array = frame.array();
    if (array != null) {
      return subscriptions.match(array, frame.offset(), frame.length());
    }
    ByteBuffer buffer = Objects.requireNonNull(frame.buffer());
    return subscriptions.match(buffer, frame.offset(), frame.length());
  }

  private void choose(Audience<Peer> audience) {
    distributor.begin();
    if (only != null) {
      distributor.settle();
    }
    for (int i = 0; i < audience.size(); i++) {
      distributor.choose(audience.peer(i));
    }
    if (invertMatching) {
      distributor.invert();
    }
    if (only != null) {
      distributor.chooseOnlyOf(only);
    }
  }

  /**
   * True if a send may pass. Whether it does depends on the topic; after a refusal this is false
   * until a peer has room or is gone, or a subscription ends.
   */
  boolean canSend() {
    return !refused;
  }

  /** A subscription has ended. */
  void unsubscribed() {
    refused = false;
  }

  void abandon() {
    distributor.abandon();
  }

  int peerCount() {
    return distributor.size();
  }

  /** Sees that all that was sent is on its way to the peers: the socket lets go of some. */
  void settle() {
    distributor.settle();
  }

  /** Returns how many peers a message with this topic is for. */
  int subscriberCount(byte[] topic) {
    int matching = subscriptions.match(topic, 0, topic.length).size();
    return invertMatching ? distributor.size() - matching : matching;
  }
}
