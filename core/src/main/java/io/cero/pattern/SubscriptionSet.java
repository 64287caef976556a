package io.cero.pattern;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a subscriber has subscribed to: counted binary prefixes. Two subscriptions to the same
 * prefix need two cancellations.
 *
 * <p><b>Threads.</b> The owner, the one thread that uses the socket at the time, alone calls the
 * methods here, but for {@link #moment}: any thread takes a {@link Moment} and iterates over it,
 * while the owner goes on. That is how an I/O thread tells a new connection what is subscribed.
 *
 * <p><b>How.</b> Beside the tree in which the owner matches there is a log of the prefixes in the
 * order of their subscription. An entry says from which moment to which it stands; a moment is the
 * log's array, the length that it had, and a number. So an entry that is added or cancelled later
 * is told from what stood at the moment, exactly and without a lock. When most entries are
 * cancelled, the owner goes on with a new array of the others; who iterates keeps the old one.
 */
public final class SubscriptionSet implements Iterable<byte[]> {
  private static final int SMALLEST = 8;
  private static final Entry[] NOTHING = {};

  /** One stay of a prefix in the set. */
  private static final class Entry {
    final byte[] prefix;
    final long from;

    /** The owner's. */
    int count = 1;

    /** Written by the owner; for who reads an older moment any later number is the same. */
    volatile long until = Long.MAX_VALUE;

    Entry(byte[] prefix, long from) {
      this.prefix = prefix;
      this.from = from;
    }
  }

  /** What was subscribed at one moment; unchangeable, for any thread. */
  public static final class Moment implements Iterable<byte[]> {
    private final Entry[] log;
    private final int length;
    private final long number;

    private Moment(Entry[] log, int length, long number) {
      this.log = log;
      this.length = length;
      this.number = number;
    }

    /** Returns whether everything that was subscribed or cancelled until another is in this. */
    public boolean includes(Moment other) {
      return number >= other.number;
    }

    /** Returns the same moment with its prefixes forgotten, which may be many. */
    public Moment forgotten() {
      return new Moment(NOTHING, 0, number);
    }

    /** Returns whether there is nothing to iterate over, be it forgotten or never there. */
    public boolean isForgotten() {
      return length == 0;
    }

    /**
     * Reports what has changed since an earlier moment of the same set, of which nothing was
     * forgotten: the prefixes that are no longer subscribed, then those that are.
     */
    public void changesSince(
        Moment earlier, Consumer<byte[]> cancelled, Consumer<byte[]> subscribed) {
      for (int i = 0; i < earlier.length; i++) {
        Entry entry = earlier.log[i];
        if (earlier.has(entry) && !has(entry)) {
          cancelled.accept(entry.prefix.clone());
        }
      }
      for (int i = 0; i < length; i++) {
        Entry entry = log[i];
        if (has(entry) && !earlier.has(entry)) {
          subscribed.accept(entry.prefix.clone());
        }
      }
    }

    private boolean has(Entry entry) {
      return entry.from <= number && number < entry.until;
    }

    /** Iterates over the prefixes, oldest first, each in an array of the caller's own. */
    @Override
    public Iterator<byte[]> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          while (next < length && !has(log[next])) {
            next++;
          }
          return next < length;
        }

        @Override
        public byte[] next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return log[next++].prefix.clone();
        }
      };
    }
  }

  private final PrefixTree<Entry> tree = new PrefixTree<>();
  private int size;

  /** Written by the owner after what it refers to. */
  private volatile Moment now = new Moment(NOTHING, 0, 0);

  /** Returns what is subscribed; for any thread. */
  public Moment moment() {
    return now;
  }

  /**
   * Subscribes once more to a prefix.
   *
   * @return whether it was not subscribed before
   */
  public boolean add(byte[] prefix) {
    Moment before = now;
    PrefixTree.Node<Entry> node = tree.findOrAdd(prefix);
    Entry entry = node.value();
    if (entry != null) {
      entry.count++;
      now = new Moment(before.log, before.length, before.number + 1);
      return false;
    }
    entry = new Entry(prefix.clone(), before.number + 1);
    tree.hold(node, entry);
    size++;
    append(before, entry);
    return true;
  }

  private void append(Moment before, Entry entry) {
    Entry[] log = before.log;
    int length = before.length;
    if (length == log.length) {
      log = new Entry[Math.max(SMALLEST, size * 2)];
      length = copyStanding(before, log);
    }
    log[length] = entry; // no earlier moment looks as far
    now = new Moment(log, length + 1, entry.from);
  }

  private static int copyStanding(Moment from, Entry[] to) {
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      if (from.log[i].until == Long.MAX_VALUE) {
        to[length++] = from.log[i];
      }
    }
    return length;
  }

  /**
   * Cancels one subscription to a prefix.
   *
   * @return whether that was the last; false also if there was none
   */
  public boolean remove(byte[] prefix) {
    Moment before = now;
    long number = before.number + 1;
    PrefixTree.Node<Entry> node = tree.find(prefix);
    if (node == null || --Objects.requireNonNull(node.value()).count > 0) {
      now = new Moment(before.log, before.length, number);
      return false;
    }
    Objects.requireNonNull(node.value()).until = number;
    tree.release(node);
    size--;
    Entry[] log = before.log;
    int length = before.length;
    if (size * 4L < length && length > SMALLEST) {
      log = new Entry[Math.max(SMALLEST, size * 2)];
      length = copyStanding(before, log);
    }
    now = new Moment(log, length, number);
    return true;
  }

  /** Returns whether the prefix is subscribed. */
  public boolean contains(byte[] prefix) {
    return tree.find(prefix) != null;
  }

  /**
   * Returns whether the topic begins with a prefix that is subscribed.
   *
   * @param topic an array that contains the topic
   * @param from where in the array the topic begins
   * @param length how many bytes it has
   */
  public boolean matches(byte[] topic, int from, int length) {
    return tree.matches(topic, from, length);
  }

  /** Returns whether what remains in the buffer begins with a prefix that is subscribed. */
  public boolean matches(ByteBuffer topic) {
    return tree.longest(topic, topic.position(), topic.remaining()) != null;
  }

  /** Returns how many different prefixes are subscribed. */
  public int size() {
    return size;
  }

  /** Iterates over what is subscribed now; see {@link Moment#iterator}. */
  @Override
  public Iterator<byte[]> iterator() {
    return now.iterator();
  }

  /** Returns how many nodes the tree has. */
  int nodes() {
    return tree.nodes();
  }

  /** Returns how many entries the log keeps, cancelled ones among them. */
  int logged() {
    return now.length;
  }
}
