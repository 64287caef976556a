package io.cero.pattern;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What a subscriber has subscribed to: counted binary prefixes. Two subscriptions to the same
 * prefix need two cancellations.
 *
 * <p><b>Threads.</b> The owner, the one thread that uses the socket at the time, alone calls {@link
 * #add}, {@link #remove}, {@link #matches} and {@link #size}. Any thread may iterate and call
 * {@link #contains}: an I/O thread does so to tell a new connection what is subscribed, while the
 * owner goes on changing it. The iteration sees what stood when it began and still stands, and may
 * or may not see what changes meanwhile. Nothing is lost if
 *
 * <ol>
 *   <li>the owner changes the set first and then queues the command for each connection,
 *   <li>the connection can be given such commands before its iteration begins, and
 *   <li>after it wrote the subscription to an iterated prefix, the I/O thread asks {@link
 *       #contains} and writes a cancellation if the answer is no.
 * </ol>
 *
 * Then a cancellation that the iteration overlooked is written by one of the two, and commands that
 * come twice do no harm, as a publisher holds a peer's prefix once.
 */
public final class SubscriptionSet implements Iterable<byte[]> {

  /**
   * Each prefix with its count: written by the owner, read by all. Sorted rather than hashed, since
   * a proxy's prefixes are chosen by peers, who could choose them to collide.
   */
  private final ConcurrentNavigableMap<byte[], Integer> counts =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

  private volatile long changes;

  /** The same prefixes for matching, the owner's alone. */
  private final PrefixTree<Boolean> tree = new PrefixTree<>();

  /**
   * Subscribes once more to a prefix.
   *
   * @return whether it was not subscribed before
   */
  public boolean add(byte[] prefix) {
    if (counts.merge(prefix.clone(), 1, Integer::sum) > 1) {
      return false;
    }
    tree.findOrAdd(prefix).value(true);
    changed();
    return true;
  }

  /**
   * Cancels one subscription to a prefix.
   *
   * @return whether that was the last; false also if there was none
   */
  public boolean remove(byte[] prefix) {
    if (counts.computeIfPresent(prefix, (any, count) -> count == 1 ? null : count - 1) != null) {
      return false;
    }
    PrefixTree.Node<Boolean> node = tree.find(prefix);
    if (node == null) {
      return false;
    }
    tree.release(node);
    changed();
    return true;
  }

  private void changed() {
    long next = changes + 1; // the owner alone writes
    changes = next;
  }

  /** Returns a number that is another after every change; for any thread. */
  public long changes() {
    return changes;
  }

  /** Returns whether the prefix is subscribed; for any thread. */
  public boolean contains(byte[] prefix) {
    return counts.containsKey(prefix);
  }

  /**
   * Returns whether the topic begins with a prefix that is subscribed.
   *
   * @param topic an array that contains the topic
   * @param from where in the array the topic begins
   * @param length how many bytes it has
   */
  public boolean matches(byte[] topic, int from, int length) {
    PrefixTree.Node<Boolean> node = tree.root();
    while (node != null && node.value() == null) {
      node = node.next(topic, from, length);
    }
    return node != null;
  }

  /** Returns whether what remains in the buffer begins with a prefix that is subscribed. */
  public boolean matches(ByteBuffer topic) {
    if (topic.hasArray()) {
      return matches(topic.array(), topic.arrayOffset() + topic.position(), topic.remaining());
    }
    PrefixTree.Node<Boolean> node = tree.root();
    while (node != null && node.value() == null) {
      node = node.next(topic, topic.position(), topic.remaining());
    }
    return node != null;
  }

  /** Returns how many different prefixes are subscribed. */
  public int size() {
    return counts.size();
  }

  /** Iterates over the prefixes, each in an array of the caller's own; for any thread. */
  @Override
  public Iterator<byte[]> iterator() {
    Iterator<byte[]> keys = counts.keySet().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return keys.hasNext();
      }

      @Override
      public byte[] next() {
        return keys.next().clone();
      }
    };
  }

  /** Returns how many nodes the tree has. */
  int nodes() {
    return tree.nodes();
  }
}
