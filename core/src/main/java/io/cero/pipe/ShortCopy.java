package io.cero.pipe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies bodies into and out of a pipe's chunks: short ones by words that overlap in the middle,
 * since a call of the JDK's bulk copy takes longer than such a copy does.
 *
 * <p>The words are in the processor's order on both sides, whatever the order of a buffer.
 */
final class ShortCopy {
  /** Longest body that is copied by words. */
  private static final int LONGEST = 4 * Long.BYTES;

  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ORDER).withInvokeExactBehavior();
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ORDER).withInvokeExactBehavior();
  private static final VarHandle BUFFER_LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ORDER).withInvokeExactBehavior();
  private static final VarHandle BUFFER_INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ORDER).withInvokeExactBehavior();

  private ShortCopy() {}

  /** Copies from an array into a chunk. */
  static void put(ByteBuffer chunk, int at, byte[] source, int from, int count) {
    if (count > LONGEST) {
      chunk.put(at, source, from, count);
    } else if (count >= Long.BYTES) {
      int last = count - Long.BYTES;
      if (count > 2 * Long.BYTES) {
        BUFFER_LONGS.set(chunk, at + 8, (long) LONGS.get(source, from + 8));
        BUFFER_LONGS.set(chunk, at + last - 8, (long) LONGS.get(source, from + last - 8));
      }
      BUFFER_LONGS.set(chunk, at, (long) LONGS.get(source, from));
      BUFFER_LONGS.set(chunk, at + last, (long) LONGS.get(source, from + last));
    } else if (count >= Integer.BYTES) {
      int last = count - Integer.BYTES;
      BUFFER_INTS.set(chunk, at, (int) INTS.get(source, from));
      BUFFER_INTS.set(chunk, at + last, (int) INTS.get(source, from + last));
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
        LONGS.set(target, to + 8, (long) BUFFER_LONGS.get(chunk, at + 8));
        LONGS.set(target, to + last - 8, (long) BUFFER_LONGS.get(chunk, at + last - 8));
      }
      LONGS.set(target, to, (long) BUFFER_LONGS.get(chunk, at));
      LONGS.set(target, to + last, (long) BUFFER_LONGS.get(chunk, at + last));
    } else if (count >= Integer.BYTES) {
      int last = count - Integer.BYTES;
      INTS.set(target, to, (int) BUFFER_INTS.get(chunk, at));
      INTS.set(target, to + last, (int) BUFFER_INTS.get(chunk, at + last));
    } else {
      for (int i = 0; i < count; i++) {
        target[to + i] = chunk.get(at + i);
      }
    }
  }

  /** Copies from one buffer to another. */
  static void copy(ByteBuffer target, int to, ByteBuffer source, int from, int count) {
    if (count > LONGEST) {
      target.put(to, source, from, count);
    } else if (count >= Long.BYTES) {
      int last = count - Long.BYTES;
      if (count > 2 * Long.BYTES) {
        BUFFER_LONGS.set(target, to + 8, (long) BUFFER_LONGS.get(source, from + 8));
        BUFFER_LONGS.set(target, to + last - 8, (long) BUFFER_LONGS.get(source, from + last - 8));
      }
      BUFFER_LONGS.set(target, to, (long) BUFFER_LONGS.get(source, from));
      BUFFER_LONGS.set(target, to + last, (long) BUFFER_LONGS.get(source, from + last));
    } else if (count >= Integer.BYTES) {
      int last = count - Integer.BYTES;
      BUFFER_INTS.set(target, to, (int) BUFFER_INTS.get(source, from));
      BUFFER_INTS.set(target, to + last, (int) BUFFER_INTS.get(source, from + last));
    } else {
      for (int i = 0; i < count; i++) {
        target.put(to + i, source.get(from + i));
      }
    }
  }
}
