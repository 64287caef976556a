package io.cero.pattern;

import java.nio.ByteBuffer;
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
 * <p>Matching walks from the root: {@code for (node = root(); node != null; node = node.next(…))}
 * visits each byte string that the topic begins with, shortest first, and allocates nothing.
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

    void value(V newValue) {
      value = newValue;
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
    @Nullable Node<V> next(byte[] topic, int from, int length) {
      int rest = length - depth;
      if (rest <= 0) {
        return null;
      }
      int position = from + depth;
      Node<V> child = child(topic[position]);
      if (child == null) {
        return null;
      }
      byte[] bytes = child.label;
      if (bytes.length > rest
          || (bytes.length > 1
              && !Arrays.equals(
                  bytes, 0, bytes.length, topic, position, position + bytes.length))) {
        return null;
      }
      return child;
    }

    /** Returns the child that the topic goes on to, or null if it goes elsewhere. */
    @Nullable Node<V> next(ByteBuffer topic, int from, int length) {
      int rest = length - depth;
      if (rest <= 0) {
        return null;
      }
      int position = from + depth;
      Node<V> child = child(topic.get(position));
      if (child == null || child.label.length > rest) {
        return null;
      }
      byte[] bytes = child.label;
      for (int i = 1; i < bytes.length; i++) {
        if (bytes[i] != topic.get(position + i)) {
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

  private final Node<V> root = new Node<>(Node.NONE, 0, null);

  /** Returns where matching begins: the node of the empty byte string. */
  Node<V> root() {
    return root;
  }

  /** Returns the node of exactly these bytes if it holds a value, else null. */
  @Nullable Node<V> find(byte[] bytes) {
    Node<V> node = root;
    while (node != null && node.depth < bytes.length) {
      node = node.next(bytes, 0, bytes.length);
    }
    return node == null || node.value == null ? null : node;
  }

  /** Returns the node of exactly these bytes; the caller gives it a value if it has none. */
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

  /** Takes the value from a node and the node, where it serves nothing else, from the tree. */
  void release(Node<V> node) {
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
