package io.cero.pattern;

import io.cero.pipe.Outgoing;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
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
  private final Consumer<Peer> choose;
  private final boolean invertMatching;
  private final boolean noDrop;

  /** The one peer that the next message may go to; null for any. */
  private @Nullable Peer only;

  /** True from a refused send until something changes that may let the next one pass. */
  private boolean refused;

  PublisherEnd(Host host, boolean invertMatching, boolean noDrop) {
    this.distributor = new Distributor(host);
    this.choose = distributor::choose;
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
      distributor.begin();
      match(frame);
      if (invertMatching) {
        distributor.invert();
      }
      if (only != null) {
        distributor.chooseOnlyOf(only);
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

  private void match(Outgoing frame) {
    byte[] array = frame.array();
    ByteBuffer buffer = frame.buffer();
    if (array != null) {
      subscriptions.match(array, frame.offset(), frame.length(), choose);
    } else if (buffer != null) {
      subscriptions.match(buffer, frame.offset(), frame.length(), choose);
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

  /** Returns how many peers a message with this topic is for. */
  int subscriberCount(byte[] topic) {
    Counter counter = new Counter();
    subscriptions.match(topic, 0, topic.length, counter);
    return invertMatching ? distributor.size() - counter.count : counter.count;
  }

  /** Counts what it is given. */
  private static final class Counter implements Consumer<Peer> {
    private int count;

    @Override
    public void accept(Peer peer) {
      count++;
    }
  }
}
