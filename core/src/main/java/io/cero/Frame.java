package io.cero;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message: a body of zero or more bytes. Immutable, and so free to be shared between
 * threads.
 *
 * <p>A small body is one run of bytes. A very large one is held as it arrived, in several segments;
 * {@link #segments()} shows them without a copy, {@link #toByteArray()} joins them. Frames are
 * equal when their bytes are equal, however they are held, and are ordered by unsigned bytes.
 */
public final class Frame implements Comparable<Frame> {
  /** The longest array that {@link #toByteArray()} makes: no JVM makes longer ones for certain. */
  public static final int MAXIMUM_ARRAY_SIZE = Integer.MAX_VALUE - 8;

  private static final Frame EMPTY = new Frame(new byte[0], 0, 0);

  /** The array that holds the body, or its first segment. */
  private final byte[] bytes;

  /** All segments in order, the first one included; null where one array holds the body. */
  private final byte @Nullable [][] segments;

  /** Where the body begins in the array; 0 where there are segments. */
  private final int offset;

  private final long size;

  private Frame(byte[] owned, int offset, int length) {
    this.bytes = owned;
    this.segments = null;
    this.offset = offset;
    this.size = length;
  }

  private Frame(byte[][] owned, long size) {
    this.bytes = owned[0];
    this.segments = owned;
    this.offset = 0;
    this.size = size;
  }

  /** Returns the frame with these bytes; the array is copied. */
  public static Frame of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Frame(bytes.clone(), 0, bytes.length);
  }

  /** Returns the frame with this text's UTF-8 bytes. */
  public static Frame of(String text) {
    return text.isEmpty() ? EMPTY : wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the frame with the buffer's remaining bytes, which are copied and consumed. */
  public static Frame of(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return wrap(bytes);
  }

  /** Returns the frame without bytes. */
  public static Frame empty() {
    return EMPTY;
  }

  /** Takes the array as it is; nobody may change it from here on. */
  static Frame wrap(byte[] owned) {
    return owned.length == 0 ? EMPTY : new Frame(owned, 0, owned.length);
  }

  /** Takes a range of the array as it is; nobody may change the range from here on. */
  static Frame wrap(byte[] owned, int offset, int length) {
    if (offset < 0 || length < 0 || offset > owned.length - length) {
      throw new IndexOutOfBoundsException(
          "bytes " + offset + " to " + offset + "+" + length + " of an array of " + owned.length);
    }
    return length == 0 ? EMPTY : new Frame(owned, offset, length);
  }

  /**
   * Takes the segments as they are; nobody may change them from here on. All are full but the last,
   * whose used length follows from the size.
   *
   * @param owned the segments in order; none is empty
   * @param size the body's size, more than all segments but the last hold
   */
  static Frame wrapSegments(byte[][] owned, long size) {
    if (size == 0) {
      return EMPTY;
    }
    long before = 0;
    for (int i = 0; i < owned.length - 1; i++) {
      before += owned[i].length;
    }
    if (owned.length == 0 || size <= before || size > before + owned[owned.length - 1].length) {
      throw new IllegalArgumentException(
          "a body of " + size + " bytes does not end in the last of " + owned.length + " segments");
    }
    return owned.length == 1 ? new Frame(owned[0], 0, (int) size) : new Frame(owned, size);
  }

  /** Whether the body is one run of one array. */
  boolean isContiguous() {
    return segments == null;
  }

  /** How many arrays hold the body: at least one. */
  int partCount() {
    return segments == null ? 1 : segments.length;
  }

  /** The array that holds a part; the caller must not change it. */
  byte[] part(int index) {
    return segments == null ? bytes : segments[index];
  }

  /** Where a part begins in its array. */
  int partOffset(int index) {
    return index == 0 ? offset : 0;
  }

  /** How many bytes of its array a part uses. */
  int partLength(int index) {
    if (segments == null) {
      return (int) size;
    }
    if (index < segments.length - 1) {
      return segments[index].length;
    }
    long before = 0;
    for (int i = 0; i < index; i++) {
      before += segments[i].length;
    }
    return (int) (size - before);
  }

  /** Returns how many bytes there are; more than an array can hold is possible. */
  public long size() {
    return size;
  }

  /** Returns whether there are no bytes: an envelope's delimiter, for instance. */
  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * Returns one byte.
   *
   * @throws IndexOutOfBoundsException if the index is negative or not less than the size
   */
  public byte at(long index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("byte " + index + " of a frame of " + size + " bytes");
    }
    if (segments == null) {
      return bytes[offset + (int) index];
    }
    int part = 0;
    long rest = index;
    while (rest >= segments[part].length) {
      rest -= segments[part].length;
      part++;
    }
    return segments[part][(int) rest];
  }

  /**
   * Returns a copy of all bytes in one array.
   *
   * @throws IllegalStateException if there are more than {@link #MAXIMUM_ARRAY_SIZE}
   */
  public byte[] toByteArray() {
    if (size > MAXIMUM_ARRAY_SIZE) {
      throw new IllegalStateException(
          "a frame of "
              + size
              + " bytes does not fit one array (at most "
              + MAXIMUM_ARRAY_SIZE
              + "): read it piece by piece with segments()");
    }
    if (segments == null) {
      return Arrays.copyOfRange(bytes, offset, offset + (int) size);
    }
    byte[] joined = new byte[(int) size];
    copyTo(ByteBuffer.wrap(joined));
    return joined;
  }

  /**
   * Returns the bytes decoded as UTF-8; malformed ones become the replacement character.
   *
   * @throws IllegalStateException if there are more than {@link #MAXIMUM_ARRAY_SIZE}
   */
  public String text() {
    return segments == null
        ? new String(bytes, offset, (int) size, StandardCharsets.UTF_8)
        : new String(toByteArray(), StandardCharsets.UTF_8);
  }

  /**
   * Puts all bytes into the buffer and returns how many they are.
   *
   * @throws BufferTooSmallException if the buffer has no room for all; it is left as it was
   */
  public int copyTo(ByteBuffer buffer) {
    if (size > buffer.remaining()) {
      throw new BufferTooSmallException(buffer.remaining(), size);
    }
    for (int i = 0; i < partCount(); i++) {
      buffer.put(part(i), partOffset(i), partLength(i));
    }
    return (int) size;
  }

  /**
   * Returns the bytes in order as read-only buffers, without a copy: one for a body in one run (an
   * empty one for an empty frame), several for a large one. Each call returns buffers of its own.
   */
  public List<ByteBuffer> segments() {
    List<ByteBuffer> buffers = new ArrayList<>(partCount());
    for (int i = 0; i < partCount(); i++) {
      buffers.add(
          ByteBuffer.wrap(part(i), partOffset(i), partLength(i)).slice().asReadOnlyBuffer());
    }
    return Collections.unmodifiableList(buffers);
  }

  /** Compares byte by byte, unsigned; of two frames of which one begins the other, it is less. */
  @Override
  public int compareTo(Frame other) {
    List<ByteBuffer> mine = segments();
    List<ByteBuffer> theirs = other.segments();
    int m = 0;
    int t = 0;
    while (m < mine.size() && t < theirs.size()) {
      ByteBuffer a = mine.get(m);
      ByteBuffer b = theirs.get(t);
      int common = Math.min(a.remaining(), b.remaining());
      int mismatch = a.slice(a.position(), common).mismatch(b.slice(b.position(), common));
      if (mismatch >= 0) {
        return Byte.compareUnsigned(a.get(a.position() + mismatch), b.get(b.position() + mismatch));
      }
      a.position(a.position() + common);
      b.position(b.position() + common);
      m += a.hasRemaining() ? 0 : 1;
      t += b.hasRemaining() ? 0 : 1;
    }
    return Long.compare(size, other.size);
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Frame that) || size != that.size) {
      return false;
    }
    if (segments == null && that.segments == null) {
      return Arrays.equals(
          bytes, offset, offset + (int) size, that.bytes, that.offset, that.offset + (int) size);
    }
    return compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < partCount(); i++) {
      byte[] part = part(i);
      int end = partOffset(i) + partLength(i);
      for (int at = partOffset(i); at < end; at++) {
        hash = 31 * hash + part[at];
      }
    }
    return hash;
  }

  /**
   * Returns the length in three or more digits and the body, as text where all of it is printable
   * ASCII, else in hex: {@code [005] PEER2}, {@code [005] 006B8B4567}, {@code [000]}. A body longer
   * than 72 characters is cut, with an ellipsis; its kind is judged by what is shown.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    FrameDump.append(text, this);
    return text.toString();
  }
}
