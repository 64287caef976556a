package io.cero.pattern;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the byte strings of one length, of eight bytes at most, by their bytes as a number:
 * a hash table with open addressing, in which a look costs one line of memory most times.
 *
 * <p>Byte strings that differ in the last four bits alone lie side by side, so that topics which
 * count up stay in few lines. Where each such group lies is up to a random factor, so nobody who
 * chooses the byte strings can have them collide.
 *
 * <p>Owned by one thread.
 */
final class PrefixIndex<N> {
  private static final int SMALLEST = 16;
  private static final int GROUP = 4;

  private final long factor = ThreadLocalRandom.current().nextLong() | 1;
  private long[] keys = new long[SMALLEST];
  private @Nullable N[] nodes = newArray(SMALLEST);
  private int shift = Long.SIZE - Integer.numberOfTrailingZeros(SMALLEST);
  private int count;

  /** The node whose bytes are all zero, which marks a free place in the table. */
  private @Nullable N zero;

  boolean isEmpty() {
    return count == 0 && zero == null;
  }

  /** Returns whether there is a node of these bytes. */
  boolean contains(long key) {
    return key == 0 ? zero != null : keys[find(key)] == key;
  }

  /** Returns the node of these bytes, which are here. */
  N get(long key) {
    return Objects.requireNonNull(key == 0 ? zero : nodes[find(key)]);
  }

  /** Returns where these bytes are, or else the free place where they would be. */
  private int find(long key) {
    long[] table = keys;
    int mask = table.length - 1;
    int at = place(key) & mask;
    while (table[at] != key && table[at] != 0) {
      at = at + 1 & mask;
    }
    return at;
  }

  /** Adds the node of bytes that are not here. */
  void add(long key, N node) {
    if (key == 0) {
      zero = node;
      return;
    }
    if (++count * 8L > keys.length * 5L) {
      resize(keys.length * 2);
    }
    put(key, node);
  }

  private void put(long key, @Nullable N node) {
    int at = find(key);
    keys[at] = key;
    nodes[at] = node;
  }

  private void resize(int length) {
    long[] before = keys;
    @Nullable N[] nodesBefore = nodes;
    keys = new long[length];
    nodes = newArray(length);
    shift = Long.SIZE - Integer.numberOfTrailingZeros(length);
    for (int i = 0; i < before.length; i++) {
      if (before[i] != 0) {
        put(before[i], nodesBefore[i]);
      }
    }
  }

  /** Removes the node of these bytes. */
  void remove(long key) {
    if (key == 0) {
      zero = null;
      return;
    }
    int mask = keys.length - 1;
    int gap = find(key);
    count--;
    // What follows without a gap moves up, unless it stands at or behind its own place already.
    for (int at = gap + 1 & mask; keys[at] != 0; at = at + 1 & mask) {
      if ((at - place(keys[at]) & mask) >= (at - gap & mask)) {
        keys[gap] = keys[at];
        nodes[gap] = nodes[at];
        gap = at;
      }
    }
    keys[gap] = 0;
    nodes[gap] = null;
    if (keys.length > SMALLEST && count * 8L < keys.length) {
      resize(keys.length / 2);
    }
  }

  /** Returns for how many entries there are places. */
  int capacity() {
    return keys.length;
  }

  private int place(long key) {
    long group = (key >>> GROUP) * factor;
    group = (group ^ group >>> Integer.SIZE) * factor; // once more: groups are much alike
    return (int) (group >>> shift) + (int) (key & (1 << GROUP) - 1);
  }

  @SuppressWarnings("unchecked")
  private static <N> @Nullable N[] newArray(int length) {
    return (N[]) new Object[length];
  }
}
