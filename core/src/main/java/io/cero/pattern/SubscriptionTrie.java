package io.cero.pattern;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who has subscribed to what: binary prefixes, each with the set of peers that hold it, as a
 * publisher needs it.
 *
 * <p>A peer holds a prefix once, however often it subscribes; counting is the subscriber's side,
 * the {@link SubscriptionSet}. Peers are told apart by identity, not by {@code equals}. Adding and
 * removing take time in proportion to the prefix; a peer's leaving, to the number of its own
 * prefixes.
 *
 * <p><b>Matching</b> finds the longest prefix that is held, and with it the {@link Audience}: each
 * peer once, however many of its prefixes match. An audience is put together when it is asked for
 * first after subscriptions have changed, and is one object for all topics that the same peers get;
 * from then on matching takes a walk down the tree, however many peers there are, and allocates
 * nothing.
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

  /** The peers that get a topic; the same object as long as they are the same. */
  public static final class Audience<P> {
    private Subscriber<P>[] members;

    private Audience(Subscriber<P>[] members) {
      this.members = members;
    }

    /** Returns how many they are. */
    public int size() {
      return members.length;
    }

    /** Returns one of them, by a number from zero; in no particular order. */
    public P peer(int index) {
      return members[index].peer;
    }
  }

  /** A peer and what it holds. */
  private static final class Subscriber<P> {
    final P peer;
    final List<Subscription<P>> held = new ArrayList<>(1);

    /** What it adds to the sum by which audiences are found. */
    final long weight;

    /** The last round of matching that met this peer. */
    long met;

    Subscriber(P peer, long weight) {
      this.peer = peer;
      this.weight = weight;
    }
  }

  /** Who holds one prefix, and who gets a topic whose longest prefix it is. */
  private static final class Holders<P> {
    final PrefixTree.Node<Holders<P>> node;
    final List<Subscription<P>> list = new ArrayList<>(1);

    /** As of {@link #changes}; those who hold a shorter prefix of the topic are in it. */
    Audience<P> audience;

    long changes = -1;

    Holders(PrefixTree.Node<Holders<P>> node, Audience<P> nobody) {
      this.node = node;
      this.audience = nobody;
    }
  }

  /** That one peer holds one prefix; knows its places, so that leaving needs no search. */
  private static final class Subscription<P> {
    final PrefixTree.Node<Holders<P>> node;
    final Subscriber<P> subscriber;
    int placeAtNode;
    int placeAtSubscriber;

    Subscription(PrefixTree.Node<Holders<P>> node, Subscriber<P> subscriber) {
      this.node = node;
      this.subscriber = subscriber;
    }
  }

  private final PrefixTree<Holders<P>> tree = new PrefixTree<>();
  private final IdentityHashMap<P, Subscriber<P>> subscribers = new IdentityHashMap<>();
  private final Audience<P> nobody = new Audience<>(newArray(0));

  /** Every audience that may be in use, by the sum of its members' weights. */
  private final Map<Long, Audience<P>> audiences = new HashMap<>();

  private final List<Subscriber<P>> meeting = new ArrayList<>();
  private int prefixes;
  private long changes;
  private long round;
  private long weights;

  /**
   * Subscribes a peer to a prefix; if it holds it already, nothing changes.
   *
   * @return whether nobody held the prefix before
   */
  public boolean add(byte[] prefix, P peer) {
    PrefixTree.Node<Holders<P>> node = tree.findOrAdd(prefix);
    Holders<P> holders = node.value();
    boolean isNew = holders == null;
    if (holders == null) {
      holders = new Holders<>(node, nobody);
      tree.hold(node, holders);
      prefixes++;
    }
    List<Subscription<P>> atNode = holders.list;
    Subscriber<P> subscriber = subscribers.computeIfAbsent(peer, this::subscriber);
    if (isNew || find(atNode, subscriber) == null) {
      Subscription<P> subscription = new Subscription<>(node, subscriber);
      subscription.placeAtNode = atNode.size();
      atNode.add(subscription);
      subscription.placeAtSubscriber = subscriber.held.size();
      subscriber.held.add(subscription);
      changes++;
    }
    return isNew;
  }

  private Subscriber<P> subscriber(P peer) {
    weights += 0x9E3779B97F4A7C15L; // sums of few such numbers are seldom the same
    return new Subscriber<>(peer, weights ^ weights >>> 29);
  }

  /** Removes a peer's subscription to a prefix. */
  public Removal remove(byte[] prefix, P peer) {
    PrefixTree.Node<Holders<P>> node = tree.find(prefix);
    Subscriber<P> subscriber = subscribers.get(peer);
    if (node == null || node.value() == null || subscriber == null) {
      return Removal.ABSENT;
    }
    Subscription<P> subscription = find(node.value().list, subscriber);
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
    changes++;
    if (held.isEmpty()) {
      subscribers.remove(subscription.subscriber.peer);
      forgetAudiences(); // which would hold on to the peer
    }
    List<Subscription<P>> atNode = Objects.requireNonNull(subscription.node.value()).list;
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
        Holders<P> holders = held.get(i).node.value();
        if (holders != null && holders.list == atNode) {
          return held.get(i);
        }
      }
    }
    return null;
  }

  /**
   * Returns the peers that hold a prefix of the topic.
   *
   * @param topic an array that contains the topic
   * @param from where in the array the topic begins
   * @param length how many bytes it has
   */
  public Audience<P> match(byte[] topic, int from, int length) {
    return audience(tree.longest(topic, from, length));
  }

  /** Returns the peers that hold a prefix of the bytes that remain in the buffer. */
  public Audience<P> match(ByteBuffer topic) {
    return match(topic, topic.position(), topic.remaining());
  }

  /** Returns the peers that hold a prefix of a range of the buffer. */
  public Audience<P> match(ByteBuffer topic, int from, int length) {
    return audience(tree.longest(topic, from, length));
  }

  /** Those who get a topic, by who holds its longest prefix. */
  private Audience<P> audience(@Nullable Holders<P> holders) {
    if (holders == null) {
      return nobody;
    }
    if (holders.changes != changes) {
      round++;
      PrefixTree.@Nullable Node<Holders<P>> node = holders.node;
      while (node != null) {
        meet(node.value());
        node = node.parent();
      }
      settle(holders);
    }
    return holders.audience;
  }

  /** Has those who hold a prefix meet, unless they do already. */
  private void meet(@Nullable Holders<P> holders) {
    if (holders == null) {
      return;
    }
    for (Subscription<P> subscription : holders.list) {
      Subscriber<P> subscriber = subscription.subscriber;
      if (subscriber.met != round) {
        subscriber.met = round;
        meeting.add(subscriber);
      }
    }
  }

  /** Makes those who have met the audience: the object that it was, if nothing has changed. */
  private void settle(Holders<P> holders) {
    long weight = 0;
    for (Subscriber<P> subscriber : meeting) {
      weight += subscriber.weight;
    }
    Audience<P> audience = holders.audience;
    if (!hasMet(audience)) {
      audience = audiences.get(weight);
      if (audience == null || !hasMet(audience)) {
        audience = new Audience<>(meeting.toArray(newArray(0)));
        if (audiences.size() > prefixes) {
          forgetAudiences(); // most of them are of the past
        }
        audiences.put(weight, audience);
      }
    }
    meeting.clear();
    holders.audience = audience;
    holders.changes = changes;
  }

  /** True if an audience is exactly those who have met. */
  private boolean hasMet(Audience<P> audience) {
    if (audience.size() != meeting.size()) {
      return false;
    }
    for (Subscriber<P> subscriber : audience.members) {
      if (subscriber.met != round) {
        return false;
      }
    }
    return true;
  }

  /** Lets go of all audiences, which are put together anew when they are asked for. */
  private void forgetAudiences() {
    changes++;
    for (Audience<P> audience : audiences.values()) {
      audience.members = newArray(0);
    }
    audiences.clear();
  }

  @SuppressWarnings("unchecked")
  private static <P> Subscriber<P>[] newArray(int length) {
    return (Subscriber<P>[]) new Subscriber<?>[length];
  }

  /** Returns how many peers hold exactly this prefix. */
  public int holders(byte[] prefix) {
    PrefixTree.Node<Holders<P>> node = tree.find(prefix);
    return node == null || node.value() == null ? 0 : node.value().list.size();
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
