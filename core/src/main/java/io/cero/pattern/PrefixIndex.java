package io.cero.pattern;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The values of the byte strings of one length, of eight bytes at most, by their bytes as a number:
 * a hash table with open addressing, in which a look costs one line of memory most times.
 *
 * <p>Byte strings that differ in the last four bits alone lie side by side, so that topics which
 * count up stay in few lines. Where each such group lies is up to a random factor, so nobody who
 * chooses the byte strings can have them collide.
 *
 * <p>Owned by one thread.
 */
final class PrefixIndex<V> {
  private static final int SMALLEST = 16;
  private static final int GROUP = 4;

  private final long factor = ThreadLocalRandom.current().nextLong() | 1;
  private long[] keys = new long[SMALLEST];
  private @Nullable V[] values = newArray(SMALLEST);
  private int shift = Long.SIZE - Integer.numberOfTrailingZeros(SMALLEST);
  private int count;

  /** The value of bytes that are all zero, which marks a free place in the table. */
  private @Nullable V zero;

  boolean isEmpty() {
    return count == 0 && zero == null;
  }

  /** Returns whether there is a value of these bytes. */
  boolean contains(long key) {
    return key == 0 ? zero != null : keys[find(key)] == key;
  }

  /** Returns the value of these bytes, or null if they are not here. */
  @Nullable V get(long key) {
    if (key == 0) {
      return zero;
    }
    int at = find(key);
    return keys[at] == key ? values[at] : null;
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

  /** Adds the value of bytes that are not here. */
  void add(long key, V value) {
    if (key == 0) {
      zero = value;
      return;
    }
    if (++count * 8L > keys.length * 5L) {
      resize(keys.length * 2);
    }
    put(key, value);
  }

  private void put(long key, @Nullable V value) {
    int at = find(key);
    keys[at] = key;
    values[at] = value;
  }

  private void resize(int length) {
    long[] before = keys;
    @Nullable V[] valuesBefore = values;
    keys = new long[length];
    values = newArray(length);
    shift = Long.SIZE - Integer.numberOfTrailingZeros(length);
    for (int i = 0; i < before.length; i++) {
      if (before[i] != 0) {
        put(before[i], valuesBefore[i]);
      }
    }
  }

  /** Removes the value of these bytes. */
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
        values[gap] = values[at];
        gap = at;
      }
    }
    keys[gap] = 0;
    values[gap] = null;
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
  private static <V> @Nullable V[] newArray(int length) {
    return (V[]) new Object[length];
  }
}
