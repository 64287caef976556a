package io.cero.pipe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies bodies into and out of a pipe's chunks: short ones by words that overlap in the middle,
 * since a call of the JDK's bulk copy takes longer than such a copy does.
 */
final class ShortCopy {
  /** Longest body that is copied by words. */
  private static final int LONGEST = 4 * Long.BYTES;

  /** In the order of a chunk, which is that of the network. */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private ShortCopy() {}

  /** Copies from an array into a chunk. */
  static void put(ByteBuffer chunk, int at, byte[] source, int from, int count) {
    if (count > LONGEST) {
      chunk.put(at, source, from, count);
    } else if (count >= Long.BYTES) {
      int last = count - Long.BYTES;
      if (count > 2 * Long.BYTES) {
        chunk.putLong(at + 8, (long) LONGS.get(source, from + 8));
        chunk.putLong(at + last - 8, (long) LONGS.get(source, from + last - 8));
      }
      chunk.putLong(at, (long) LONGS.get(source, from));
      chunk.putLong(at + last, (long) LONGS.get(source, from + last));
    } else if (count >= Integer.BYTES) {
      int last = count - Integer.BYTES;
      chunk.putInt(at, (int) INTS.get(source, from));
      chunk.putInt(at + last, (int) INTS.get(source, from + last));
    } else {
      for (int i = 0; i < count; i++) {
        chunk.put(at + i, source[from + i]);
      }
    }
  }

  /** Copies from a chunk into an array. */
  static void get(ByteBuffer chunk, int at, byte[] target, int to, int count) {
    if (count > LONGEST) {
      chunk.get(at, target, to, count);
    } else if (count >= Long.BYTES) {
      int last = count - Long.BYTES;
      if (count > 2 * Long.BYTES) {
        LONGS.set(target, to + 8, chunk.getLong(at + 8));
        LONGS.set(target, to + last - 8, chunk.getLong(at + last - 8));
      }
      LONGS.set(target, to, chunk.getLong(at));
      LONGS.set(target, to + last, chunk.getLong(at + last));
    } else if (count >= Integer.BYTES) {
      int last = count - Integer.BYTES;
      INTS.set(target, to, chunk.getInt(at));
      INTS.set(target, to + last, chunk.getInt(at + last));
    } else {
      for (int i = 0; i < count; i++) {
        target[to + i] = chunk.get(at + i);
      }
    }
  }

  /** Copies from one buffer to another. */
  static void copy(ByteBuffer target, int to, ByteBuffer source, int from, int count) {
    if (count > LONGEST || target.order() != source.order()) {
      target.put(to, source, from, count);
    } else if (count >= Long.BYTES) {
      int last = count - Long.BYTES;
      if (count > 2 * Long.BYTES) {
        target.putLong(to + 8, source.getLong(from + 8));
        target.putLong(to + last - 8, source.getLong(from + last - 8));
      }
      target.putLong(to, source.getLong(from));
      target.putLong(to + last, source.getLong(from + last));
    } else if (count >= Integer.BYTES) {
      int last = count - Integer.BYTES;
      target.putInt(to, source.getInt(from));
      target.putInt(to + last, source.getInt(from + last));
    } else {
      for (int i = 0; i < count; i++) {
        target.put(to + i, source.get(from + i));
      }
    }
  }
}
