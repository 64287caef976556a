package io.cero.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Octets in the order in which they were added; it grows with what it holds. */
final class OctetQueue {
  private static final int FIRST_SIZE = 128;

  private byte[] octets = new byte[FIRST_SIZE];
  private int head;
  private int tail;

  int size() {
    return tail - head;
  }

  void add(byte... added) {
    reserve(added.length);
    System.arraycopy(added, 0, octets, tail, added.length);
    tail += added.length;
  }

  /** Adds up to {@code most} octets of the buffer's. */
  void add(ByteBuffer in, int most) {
    int count = Math.min(in.remaining(), most);
    reserve(count);
    in.get(octets, tail, count);
    tail += count;
  }

  private void reserve(int count) {
    if (count <= octets.length - tail) {
      return;
    }
    int size = size();
    byte[] target =
        size + count <= octets.length
            ? octets
            : new byte[Math.max(2 * octets.length, size + count)];
    System.arraycopy(octets, head, target, 0, size);
    octets = target;
    head = 0;
    tail = size;
  }

  /** Moves as many octets as fit; returns how many. */
  int moveTo(ByteBuffer into) {
    int count = Math.min(size(), into.remaining());
    into.put(octets, head, count);
    skip(count);
    return count;
  }

  byte peek(int index) {
    return octets[head + index];
  }

  /** Takes the first {@code count} octets out. */
  byte[] take(int count) {
    byte[] taken = Arrays.copyOfRange(octets, head, head + count);
    skip(count);
    return taken;
  }

  private void skip(int count) {
    head += count;
    if (head == tail) {
      head = 0;
      tail = 0;
    }
  }
}
