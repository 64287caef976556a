package io.cero.pattern;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who has subscribed to what: binary prefixes, each with the set of peers that hold it, as a
 * publisher needs it.
 *
 * <p>A peer holds a prefix once, however often it subscribes; counting is the subscriber's side,
 * the {@link SubscriptionSet}. Peers are told apart by identity, not by {@code equals}. Matching
 * reports each peer once, however many of its prefixes match, and allocates nothing. Adding and
 * removing take time in proportion to the prefix; a peer's leaving, to the number of its own
 * prefixes.
 *
 * <p>Owned by one thread. A callback must not change the trie.
 *
 * @param <P> the peers
 */
public final class SubscriptionTrie<P> {

  /** What became of a prefix when a peer's subscription to it was to be removed. */
  public enum Removal {
    /** The peer did not hold the prefix; nothing has changed. */
    ABSENT,
    /** Other peers still hold it. */
    OTHERS_REMAIN,
    /** Nobody holds it any more. */
    LAST
  }

  /** A peer and what it holds. */
  private static final class Subscriber<P> {
    final P peer;
    final List<Subscription<P>> held = new ArrayList<>(1);

    /** The last round of matching that reported this peer. */
    long reported;

    Subscriber(P peer) {
      this.peer = peer;
    }
  }

  /** That one peer holds one prefix; knows its places, so that leaving needs no search. */
  private static final class Subscription<P> {
    final PrefixTree.Node<List<Subscription<P>>> node;
    final Subscriber<P> subscriber;
    int placeAtNode;
    int placeAtSubscriber;

    Subscription(PrefixTree.Node<List<Subscription<P>>> node, Subscriber<P> subscriber) {
      this.node = node;
      this.subscriber = subscriber;
    }
  }

  private final PrefixTree<List<Subscription<P>>> tree = new PrefixTree<>();
  private final IdentityHashMap<P, Subscriber<P>> subscribers = new IdentityHashMap<>();
  private int prefixes;
  private long round;

  /**
   * Subscribes a peer to a prefix; if it holds it already, nothing changes.
   *
   * @return whether nobody held the prefix before
   */
  public boolean add(byte[] prefix, P peer) {
    PrefixTree.Node<List<Subscription<P>>> node = tree.findOrAdd(prefix);
    List<Subscription<P>> atNode = node.value();
    boolean isNew = atNode == null;
    if (atNode == null) {
      atNode = new ArrayList<>(1);
      node.value(atNode);
      prefixes++;
    }
    Subscriber<P> subscriber = subscribers.computeIfAbsent(peer, Subscriber::new);
    if (isNew || find(atNode, subscriber) == null) {
      Subscription<P> subscription = new Subscription<>(node, subscriber);
      subscription.placeAtNode = atNode.size();
      atNode.add(subscription);
      subscription.placeAtSubscriber = subscriber.held.size();
      subscriber.held.add(subscription);
    }
    return isNew;
  }

  /** Removes a peer's subscription to a prefix. */
  public Removal remove(byte[] prefix, P peer) {
    PrefixTree.Node<List<Subscription<P>>> node = tree.find(prefix);
    Subscriber<P> subscriber = subscribers.get(peer);
    if (node == null || node.value() == null || subscriber == null) {
      return Removal.ABSENT;
    }
    Subscription<P> subscription = find(node.value(), subscriber);
    if (subscription == null) {
      return Removal.ABSENT;
    }
    return remove(subscription);
  }

  /**
   * Removes a peer with all it holds.
   *
   * @param lastOfPrefix gets each prefix that nobody holds any more
   */
  public void removeAll(P peer, Consumer<byte[]> lastOfPrefix) {
    removeEach(
        peer,
        (prefix, removal) -> {
          if (removal == Removal.LAST) {
            lastOfPrefix.accept(prefix);
          }
        });
  }

  /**
   * Removes a peer with all it holds.
   *
   * @param removed gets each prefix that the peer held, and whether others still do
   */
  public void removeEach(P peer, BiConsumer<byte[], Removal> removed) {
    Subscriber<P> subscriber = subscribers.get(peer);
    while (subscriber != null && !subscriber.held.isEmpty()) {
      Subscription<P> subscription = subscriber.held.get(subscriber.held.size() - 1);
      byte[] prefix = subscription.node.bytes();
      removed.accept(prefix, remove(subscription));
    }
  }

  private Removal remove(Subscription<P> subscription) {
    List<Subscription<P>> held = subscription.subscriber.held;
    Subscription<P> moved = fillGap(held, subscription.placeAtSubscriber);
    moved.placeAtSubscriber = subscription.placeAtSubscriber;
    if (held.isEmpty()) {
      subscribers.remove(subscription.subscriber.peer);
    }
    List<Subscription<P>> atNode = Objects.requireNonNull(subscription.node.value());
    if (atNode.size() == 1) {
      tree.release(subscription.node);
      prefixes--;
      return Removal.LAST;
    }
    moved = fillGap(atNode, subscription.placeAtNode);
    moved.placeAtNode = subscription.placeAtNode;
    return Removal.OTHERS_REMAIN;
  }

  /** Removes an element by putting the last one in its place; returns the one that moved. */
  private static <E> E fillGap(List<E> list, int gap) {
    E last = list.remove(list.size() - 1);
    if (gap < list.size()) {
      list.set(gap, last);
    }
    if (Integer.bitCount(list.size()) == 1) {
      ((ArrayList<E>) list).trimToSize(); // seldom enough to cost nothing on the whole
    }
    return last;
  }

  /** Looks in the shorter of the two lists. */
  private static <P> @Nullable Subscription<P> find(
      List<Subscription<P>> atNode, Subscriber<P> subscriber) {
    List<Subscription<P>> held = subscriber.held;
    if (atNode.size() <= held.size()) {
      for (int i = 0; i < atNode.size(); i++) {
        if (atNode.get(i).subscriber == subscriber) {
          return atNode.get(i);
        }
      }
    } else {
      for (int i = 0; i < held.size(); i++) {
        if (held.get(i).node.value() == atNode) {
          return held.get(i);
        }
      }
    }
    return null;
  }

  /**
   * Reports each peer that holds a prefix of the topic, once, in no particular order.
   *
   * @param topic an array that contains the topic
   * @param from where in the array the topic begins
   * @param length how many bytes it has
   */
  public void match(byte[] topic, int from, int length, Consumer<? super P> matching) {
    round++;
    PrefixTree.Node<List<Subscription<P>>> node = tree.root();
    while (node != null) {
      report(node.value(), matching);
      node = node.next(topic, from, length);
    }
  }

  /** Reports each peer that holds a prefix of the bytes that remain in the buffer, once. */
  public void match(ByteBuffer topic, Consumer<? super P> matching) {
    match(topic, topic.position(), topic.remaining(), matching);
  }

  /** Reports each peer that holds a prefix of a range of the buffer, once. */
  public void match(ByteBuffer topic, int from, int length, Consumer<? super P> matching) {
    if (topic.hasArray()) {
      match(topic.array(), topic.arrayOffset() + from, length, matching);
      return;
    }
    round++;
    PrefixTree.Node<List<Subscription<P>>> node = tree.root();
    while (node != null) {
      report(node.value(), matching);
      node = node.next(topic, from, length);
    }
  }

  private void report(@Nullable List<Subscription<P>> atNode, Consumer<? super P> matching) {
    if (atNode == null) {
      return;
    }
    for (int i = 0, size = atNode.size(); i < size; i++) {
      Subscriber<P> subscriber = atNode.get(i).subscriber;
      if (subscriber.reported != round) {
        subscriber.reported = round;
        matching.accept(subscriber.peer);
      }
    }
  }

  /** Returns how many peers hold exactly this prefix. */
  public int holders(byte[] prefix) {
    PrefixTree.Node<List<Subscription<P>>> node = tree.find(prefix);
    return node == null || node.value() == null ? 0 : node.value().size();
  }

  /** Returns how many different prefixes are held. */
  public int size() {
    return prefixes;
  }

  /** Calls back with every prefix that is held, in no particular order. */
  public void forEachPrefix(Consumer<byte[]> prefix) {
    tree.forEach(node -> prefix.accept(node.bytes()));
  }

  /** Returns how many nodes the tree has. */
  int nodes() {
    return tree.nodes();
  }
}
