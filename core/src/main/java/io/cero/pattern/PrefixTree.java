package io.cero.pattern;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A radix tree of byte strings, each with a value: what the subscription containers are made of.
 *
 * <pre>
 *   (root) ─┬─ "news." ─┬─ "art"      holds "news.art"
 *           │           └─ "sport"    holds "news.sport"
 *           └─ "weather"              holds "weather"
 * </pre>
 *
 * <p>A node without a value has at least two children, so there are at most twice as many nodes as
 * byte strings, and memory goes when they go. A node that holds a value stays the same object until
 * it is {@link #release}d. Nothing here is recursive: depth, which peers control, costs no stack.
 *
 * <p>Matching finds a byte string that a topic begins with, and allocates nothing. One of up to
 * eight bytes is looked up by its bytes, once for each length that there is; only where a longer
 * one has the topic's first eight bytes is the tree walked down. From the {@link #longest} the
 * shorter ones are on the way back to the root, by {@link Node#parent}.
 *
 * <p>Owned by one thread.
 *
 * @param <V> what is kept with a byte string
 */
final class PrefixTree<V> {

  /** One byte string, or a place where several part. */
  static final class Node<V> {

    /**
     * Up to so many children are searched one by one, beyond that they are looked up in a table.
     */
    private static final int FEW = 16;

    /** Back to few: less, so that a node on the limit does not change its form each time. */
    private static final int FEW_AGAIN = 12;

    private static final int TABLE = 256;
    private static final byte[] NONE = {};
    private static final Node<?>[] NO_CHILDREN = {};

    /** The bytes that lead here from the parent; empty for the root only. */
    private byte[] label;

    /** How many bytes lead here from the root, the label's included. */
    private final int depth;

    private @Nullable Node<V> parent;
    private @Nullable V value;

    /** Whether the children stand at the first byte of their labels, not one after the other. */
    private boolean inTable;

    /** The first bytes of the children's labels, in the children's order; unused with a table. */
    private byte[] firsts = NONE;

    private @Nullable Node<V>[] children = newArray(0);
    private int count;

    private Node(byte[] label, int depth, @Nullable Node<V> parent) {
      this.label = label;
      this.depth = depth;
      this.parent = parent;
    }

    /** Returns what is kept here; null where byte strings only part. */
    @Nullable V value() {
      return value;
    }

    /** Returns the node that the label leads from; null for the root. */
    @Nullable Node<V> parent() {
      return parent;
    }

    /** Returns the byte string that leads here, in an array of the caller's own. */
    byte[] bytes() {
      byte[] bytes = new byte[depth];
      for (Node<V> node = this; node != null; node = node.parent) {
        System.arraycopy(node.label, 0, bytes, node.depth - node.label.length, node.label.length);
      }
      return bytes;
    }

    /** Returns the child that the topic goes on to, or null if it goes elsewhere. */
    private @Nullable Node<V> next(byte[] topic, int from, int length) {
      int rest = length - depth;
      if (rest <= 0) {
        return null;
      }
      int position = from + depth;
      Node<V> child = child(topic[position]);
      if (child == null) {
        return null;
      }
      int size = child.depth - depth; // of its label, which one byte need not be fetched for
      if (size > rest
          || (size > 1 && !Arrays.equals(child.label, 0, size, topic, position, position + size))) {
        return null;
      }
      return child;
    }

    /** Returns the child that the topic goes on to, or null if it goes elsewhere. */
    private @Nullable Node<V> next(ByteBuffer topic, int from, int length) {
      int rest = length - depth;
      if (rest <= 0) {
        return null;
      }
      int position = from + depth;
      Node<V> child = child(topic.get(position));
      if (child == null) {
        return null;
      }
      int size = child.depth - depth;
      if (size > rest) {
        return null;
      }
      for (int i = 1; i < size; i++) {
        if (child.label[i] != topic.get(position + i)) {
          return null;
        }
      }
      return child;
    }

    private @Nullable Node<V> child(byte first) {
      if (count == 0) {
        return null;
      }
      if (inTable) {
        return children[first & 0xff];
      }
      for (int i = 0; i < count; i++) {
        if (firsts[i] == first) {
          return children[i];
        }
      }
      return null;
    }

    private void addChild(Node<V> child) {
      child.parent = this;
      if (!inTable && count == FEW) {
        toTable();
      }
      byte first = child.label[0];
      if (inTable) {
        children[first & 0xff] = child;
      } else {
        if (count == firsts.length) {
          resize(Math.max(1, 2 * count));
        }
        firsts[count] = first;
        children[count] = child;
      }
      count++;
    }

    private void removeChild(Node<V> child) {
      byte first = child.label[0];
      count--;
      if (inTable) {
        children[first & 0xff] = null;
        if (count <= FEW_AGAIN) {
          fromTable();
        }
        return;
      }
      int index = indexOf(first);
      firsts[index] = firsts[count];
      children[index] = children[count];
      children[count] = null;
      if (count <= firsts.length / 4) {
        resize(count);
      }
    }

    /** Puts a node in the place of a child that begins with the same byte. */
    private void replaceChild(Node<V> replacement) {
      byte first = replacement.label[0];
      children[inTable ? first & 0xff : indexOf(first)] = replacement;
      replacement.parent = this;
    }

    private int indexOf(byte first) {
      int index = 0;
      while (firsts[index] != first) {
        index++;
      }
      return index;
    }

    private void resize(int capacity) {
      firsts = Arrays.copyOf(firsts, capacity);
      children = Arrays.copyOf(children, capacity);
    }

    private void toTable() {
      @Nullable Node<V>[] table = newArray(TABLE);
      for (int i = 0; i < count; i++) {
        table[firsts[i] & 0xff] = children[i];
      }
      inTable = true;
      firsts = NONE;
      children = table;
    }

    private void fromTable() {
      @Nullable Node<V>[] few = newArray(FEW);
      byte[] bytes = new byte[FEW];
      int filled = 0;
      for (Node<V> child : children) {
        if (child != null) {
          bytes[filled] = child.label[0];
          few[filled++] = child;
        }
      }
      inTable = false;
      firsts = bytes;
      children = few;
    }

    /** Returns a child that comes after the given one, in no particular order; first after null. */
    private @Nullable Node<V> childAfter(@Nullable Node<V> child) {
      if (count == 0) {
        return null;
      }
      int index = 0;
      if (child != null) {
        index = (inTable ? child.label[0] & 0xff : indexOf(child.label[0])) + 1;
      }
      int end = inTable ? TABLE : count;
      while (index < end && children[index] == null) {
        index++;
      }
      return index < end ? children[index] : null;
    }

    @SuppressWarnings("unchecked")
    private static <V> @Nullable Node<V>[] newArray(int length) {
      return (Node<V>[]) (length == 0 ? NO_CHILDREN : new Node<?>[length]);
    }
  }

  /** Longest byte string that is looked up by its bytes. */
  private static final int SHORT = Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Node<V> root = new Node<>(Node.NONE, 0, null);

  /** The values of the short byte strings, at their length. */
  private final @Nullable PrefixIndex<V>[] index = newIndex();

  /** The lengths at which there are any, a bit each. */
  private int lengths;

  /** How many longer ones hold a value, by the eight bytes that they begin with. */
  private final PrefixIndex<Longer> longer = new PrefixIndex<>();

  /** A count of byte strings that begin alike. */
  private static final class Longer {
    int count;
  }

  /**
   * Returns the value of the longest byte string that holds one and that a topic begins with.
   *
   * @param topic an array that contains the topic
   * @param from where in the array the topic begins
   * @param length how many bytes it has
   */
  @Nullable V longest(byte[] topic, int from, int length) {
    long start = start(topic, from, length);
    if (!mayBeLonger(start, length)) {
      return longest(start, length);
    }
    V longest = null;
    for (Node<V> node = root; node != null; node = node.next(topic, from, length)) {
      if (node.value != null) {
        longest = node.value;
      }
    }
    return longest;
  }

  /** Returns the value of the longest byte string that a range of a buffer begins with. */
  @Nullable V longest(ByteBuffer topic, int from, int length) {
    if (topic.hasArray()) {
      return longest(topic.array(), topic.arrayOffset() + from, length);
    }
    long start = start(topic, from, length);
    if (!mayBeLonger(start, length)) {
      return longest(start, length);
    }
    V longest = null;
    for (Node<V> node = root; node != null; node = node.next(topic, from, length)) {
      if (node.value != null) {
        longest = node.value;
      }
    }
    return longest;
  }

  /** True if a byte string that is too long for the index may begin such a topic. */
  private boolean mayBeLonger(long start, int length) {
    return length > SHORT && !longer.isEmpty() && longer.contains(start);
  }

  private @Nullable V longest(long start, int length) {
    int left = lengthsUpTo(length);
    while (left != 0) {
      int size = greatest(left);
      V value = Objects.requireNonNull(index[size]).get(key(start, size));
      if (value != null) {
        return value;
      }
      left ^= 1 << size;
    }
    return root.value;
  }

  /** True if a topic begins with one that is looked up by its bytes. */
  private boolean hasShort(long start, int length) {
    int left = lengthsUpTo(length);
    while (left != 0) {
      int size = greatest(left);
      if (Objects.requireNonNull(index[size]).contains(key(start, size))) {
        return true;
      }
      left ^= 1 << size;
    }
    return false;
  }

  /** The lengths at which there are any, as far as a topic goes, a bit each. */
  private int lengthsUpTo(int length) {
    return lengths & (2 << Math.min(length, SHORT)) - 1;
  }

  private static int greatest(int lengths) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(lengths);
  }

  /**
   * Returns whether a topic begins with any byte string that holds a value.
   *
   * @param topic an array that contains the topic
   * @param from where in the array the topic begins
   * @param length how many bytes it has
   */
  boolean matches(byte[] topic, int from, int length) {
    if (root.value != null) {
      return true;
    }
    long start = start(topic, from, length);
    return hasShort(start, length)
        || (mayBeLonger(start, length) && longest(topic, from, length) != null);
  }

  /** The first eight bytes of a topic as a number, what is behind its end included. */
  private static long start(byte[] topic, int from, int length) {
    if (topic.length - from >= Long.BYTES) {
      return (long) LONGS.get(topic, from);
    }
    long start = 0;
    for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
      start |= (topic[from + i] & 0xffL) << Long.SIZE - Byte.SIZE * (i + 1);
    }
    return start;
  }

  private static long start(ByteBuffer topic, int from, int length) {
    if (topic.limit() - from >= Long.BYTES) {
      long start = topic.getLong(from);
      return topic.order() == ByteOrder.BIG_ENDIAN ? start : Long.reverseBytes(start);
    }
    long start = 0;
    for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
      start |= (topic.get(from + i) & 0xffL) << Long.SIZE - Byte.SIZE * (i + 1);
    }
    return start;
  }

  /** So many bytes, one at least, of the start of a topic, the last one in the lowest bits. */
  private static long key(long start, int size) {
    return start >>> Long.SIZE - Byte.SIZE * size;
  }

  /** Returns the node of exactly these bytes if it holds a value, else null. */
  @Nullable Node<V> find(byte[] bytes) {
    Node<V> node = root;
    while (node != null && node.depth < bytes.length) {
      node = node.next(bytes, 0, bytes.length);
    }
    return node == null || node.value == null ? null : node;
  }

  /** Returns the node of exactly these bytes, to {@link #hold} a value if it has none. */
  Node<V> findOrAdd(byte[] bytes) {
    Node<V> node = root;
    while (node.depth < bytes.length) {
      Node<V> child = node.child(bytes[node.depth]);
      if (child == null) {
        child = new Node<>(Arrays.copyOfRange(bytes, node.depth, bytes.length), bytes.length, null);
        node.addChild(child);
        return child;
      }
      int mismatch =
          Arrays.mismatch(child.label, 0, child.label.length, bytes, node.depth, bytes.length);
      boolean whole = mismatch < 0 || mismatch == child.label.length;
      node = whole ? child : split(node, child, mismatch);
    }
    return node;
  }

  /** Puts a new node between two, so many bytes below the upper one. */
  private static <V> Node<V> split(Node<V> upper, Node<V> lower, int length) {
    Node<V> middle = new Node<>(Arrays.copyOf(lower.label, length), upper.depth + length, upper);
    upper.replaceChild(middle);
    lower.label = Arrays.copyOfRange(lower.label, length, lower.label.length);
    middle.addChild(lower);
    return middle;
  }

  /** Gives a node that has no value one. */
  void hold(Node<V> node, V value) {
    node.value = value;
    int length = node.depth;
    if (length == 0) {
      return;
    }
    if (length > SHORT) {
      long start = start(node.bytes(), 0, length);
      Longer counted = longer.get(start);
      if (counted == null) {
        counted = new Longer();
        longer.add(start, counted);
      }
      counted.count++;
      return;
    }
    PrefixIndex<V> ofLength = index[length];
    if (ofLength == null) {
      ofLength = new PrefixIndex<>();
      index[length] = ofLength;
      lengths |= 1 << length;
    }
    ofLength.add(key(start(node.bytes(), 0, length), length), value);
  }

  /** Takes a node's bytes out of the index. */
  private void unindex(Node<V> node) {
    int length = node.depth;
    if (length == 0) {
      return;
    }
    if (length > SHORT) {
      long start = start(node.bytes(), 0, length);
      if (--Objects.requireNonNull(longer.get(start)).count == 0) {
        longer.remove(start);
      }
      return;
    }
    PrefixIndex<V> ofLength = Objects.requireNonNull(index[length]);
    ofLength.remove(key(start(node.bytes(), 0, length), length));
    if (ofLength.isEmpty()) {
      index[length] = null;
      lengths &= ~(1 << length);
    }
  }

  @SuppressWarnings("unchecked")
  private static <V> @Nullable PrefixIndex<V>[] newIndex() {
    return (PrefixIndex<V>[]) new PrefixIndex<?>[SHORT + 1];
  }

  /** Takes the value from a node and the node, where it serves nothing else, from the tree. */
  void release(Node<V> node) {
    unindex(node);
    node.value = null;
    if (node.count == 0 && node.parent != null) {
      Node<V> parent = node.parent;
      parent.removeChild(node);
      node = parent;
    }
    if (node.count == 1 && node.value == null && node.parent != null) {
      join(node.parent, node);
    }
  }

  /** Takes out a node that has one child and no value. */
  private static <V> void join(Node<V> upper, Node<V> middle) {
    Node<V> lower = Objects.requireNonNull(middle.childAfter(null));
    byte[] label = Arrays.copyOf(middle.label, middle.label.length + lower.label.length);
    System.arraycopy(lower.label, 0, label, middle.label.length, lower.label.length);
    lower.label = label;
    upper.replaceChild(lower);
  }

  /** Visits every node that holds a value; the visitor must not change the tree. */
  void forEach(Consumer<Node<V>> visitor) {
    Node<V> node = root;
    Node<V> done = null; // the child of the node that is finished with
    while (node != null) {
      if (done == null && node.value != null) {
        visitor.accept(node);
      }
      Node<V> child = node.childAfter(done);
      if (child != null) {
        node = child;
        done = null;
      } else {
        done = node;
        node = node.parent;
      }
    }
  }

  /** Returns how many nodes there are, the root included. */
  int nodes() {
    int nodes = 0;
    Node<V> node = root;
    Node<V> done = null;
    while (node != null) {
      if (done == null) {
        nodes++;
      }
      Node<V> child = node.childAfter(done);
      done = child == null ? node : null;
      node = child == null ? node.parent : child;
    }
    return nodes;
  }
}
