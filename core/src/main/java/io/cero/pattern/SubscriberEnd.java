package io.cero.pattern;

import io.cero.DropReason;
import io.cero.pipe.Incoming;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What SUB and XSUB have in common: the subscriptions, which every peer is told of, and the fair
 * queue, filtered or not.
 *
 * <p>The filter looks at a message's first frame. A message that it stops is skipped and counted;
 * of {@link #BUDGET} in a row at most, after which the peer goes back into the inbox, so that a
 * stream of what nobody wants holds no caller for ever.
 *
 * <p>Owned by the thread inside the socket; others may look at the set's moments.
 */
final class SubscriberEnd {
  /** Messages that one call skips at most. */
  static final int BUDGET = 1_000;

  final SubscriptionSet subscriptions = new SubscriptionSet();
  final Distributor distributor;
  private final Host host;
  private final FairQueue fairQueue;
  private final boolean filtering;
  private final boolean invertMatching;
  private final Incoming skipped = new Incoming();

  /** Bytes more than a prefix has that the filter likes to find behind it, whatever they are. */
  private static final int BEHIND = Long.BYTES;

  /** The beginning of a topic, longer than the longest prefix ever. */
  private byte[] topic = new byte[BEHIND];

  /** True between the frames of a message that the application is receiving. */
  private boolean within;

  /** True if the next frame was found to begin a message that passes. */
  private boolean found;

  /** The peer of the message received last, whatever was looked at since. */
  private @Nullable Peer last;

  SubscriberEnd(Host host, boolean filtering, boolean invertMatching) {
    this.host = host;
    this.distributor = new Distributor(host);
    this.fairQueue = new FairQueue(host);
    this.filtering = filtering;
    this.invertMatching = invertMatching;
  }

  // ---- peers

  void attach(Peer peer) {
    distributor.attach(peer);
    fairQueue.attach(peer);
    tellAll(peer);
  }

  /** Tells a peer of every subscription, unless its transport does. */
  void tellAll(Peer peer) {
    if (!peer.link().tellSubscriptions()) {
      for (byte[] prefix : subscriptions) {
        peer.link().subscribe(prefix);
      }
    }
  }

  void readable(Peer peer) {
    fairQueue.activated(peer);
  }

  void writable(Peer peer) {
    distributor.activated(peer);
  }

  void gone(Peer peer) {
    distributor.remove(peer);
    fairQueue.gone(peer);
  }

  // ---- subscriptions

  /** Subscribes once more; peers are told each time, as an XPUB may want to know. */
  void subscribe(byte[] prefix) {
    add(prefix);
    for (int i = 0; i < distributor.size(); i++) {
      distributor.peer(i).link().subscribe(prefix);
    }
    host.lookAround();
  }

  /**
   * Cancels one subscription; peers are told if it was the last to the prefix, or each time.
   *
   * @return whether there was one
   */
  boolean cancel(byte[] prefix, boolean tellEachTime) {
    boolean was = subscriptions.contains(prefix);
    if (subscriptions.remove(prefix) || tellEachTime) {
      for (int i = 0; i < distributor.size(); i++) {
        distributor.peer(i).link().cancel(prefix);
      }
    }
    host.lookAround();
    return was;
  }

  /** Subscribes or cancels and leaves it to the caller to tell the peers, if this returns true. */
  boolean note(byte[] prefix, boolean subscribes) {
    if (subscribes) {
      add(prefix);
      return true;
    }
    return subscriptions.remove(prefix);
  }

  private void add(byte[] prefix) {
    if (prefix.length > topic.length - BEHIND) {
      topic = new byte[prefix.length + BEHIND];
    }
    subscriptions.add(prefix);
  }

  // ---- receiving

  boolean receive(Incoming frame) {
    if (found) {
      found = false;
      Objects.requireNonNull(fairQueue.last()).in.read(frame);
    } else if (within || !filtering ? !fairQueue.receive(frame) : !findNext(frame)) {
      return false;
    }
    if (last != fairQueue.last()) { // a reference is stored only where it changes
      last = fairQueue.last();
    }
    within = frame.more();
    return true;
  }

  boolean hasMessage() {
    if (!filtering || within || found) {
      return fairQueue.hasMessage();
    }
    found = findNext(skipped);
    return found;
  }

  /** Describes the first frame of the next message that passes; skips those that do not. */
  private boolean findNext(Incoming frame) {
    int dropped = 0;
    boolean passes = false;
    while (fairQueue.receive(frame)) {
      passes = passes(frame);
      if (passes) {
        break;
      }
      Peer from = Objects.requireNonNull(fairQueue.last());
      skip(frame);
      from.account.droppedAfter(DropReason.FILTERED, 1);
      if (++dropped == BUDGET) {
        Objects.requireNonNull(fairQueue.last()).post(Peer.READABLE);
        break;
      }
    }
    if (dropped > 0) {
      host.dropped(DropReason.FILTERED, dropped);
    }
    return passes;
  }

  private boolean passes(Incoming frame) {
    int length = frame.copyStart(topic);
    return subscriptions.matches(topic, 0, length) != invertMatching;
  }

  private void skip(Incoming frame) {
    boolean more = frame.more();
    frame.done();
    while (more && fairQueue.receive(frame)) {
      more = frame.more();
      frame.done();
    }
  }

  @Nullable Peer last() {
    return last;
  }
}
