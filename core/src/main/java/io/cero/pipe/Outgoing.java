package io.cero.pipe;

import java.nio.ByteBuffer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The frame body that a socket is about to append to its pipes: a range of an array or of a buffer.
 *
 * <p>One object per socket, set for every frame anew, so that sending allocates nothing. It belongs
 * to the thread that is inside the socket.
 */
@NullUnmarked // a body is an array or a buffer, and the other one null
public final class Outgoing {
  private static final byte[] NOTHING = new byte[0];

  byte @Nullable [] array = NOTHING;
  int offset;
  int length;
  @Nullable ByteBuffer buffer;
  @Nullable Runnable release;

  /** True if the log may keep a reference to a long body instead of a copy. */
  boolean shareable;

  /** Takes a range of an array, which is copied. */
  public Outgoing set(byte[] array, int offset, int length) {
    return set(array, offset, length, false);
  }

  /** Takes a whole array, which is copied. */
  public Outgoing set(byte[] array) {
    return set(array, 0, array.length, false);
  }

  /** Takes a range of an array that nobody will ever change: a long one is not copied. */
  public Outgoing setImmutable(byte[] array, int offset, int length) {
    return set(array, offset, length, true);
  }

  private Outgoing set(byte[] array, int offset, int length, boolean shareable) {
    refer(array, null, null);
    this.offset = offset;
    this.length = length;
    this.shareable = shareable;
    return this;
  }

  /**
   * A reference is stored only where it changes: the collector's barriers cost more than a look.
   */
  @SuppressWarnings("ReferenceEquality") // the same buffer, not the same bytes
  private void refer(
      byte @Nullable [] array, @Nullable ByteBuffer buffer, @Nullable Runnable release) {
    if (this.array != array) {
      this.array = array;
    }
    if (this.buffer != buffer) {
      this.buffer = buffer;
    }
    if (this.release != release) {
      this.release = release;
    }
  }

  /** Takes what remains of a buffer, which is copied; its position stays. */
  public Outgoing set(ByteBuffer body) {
    return set(body, null);
  }

  /** Takes what remains of a buffer; with a hook the buffer is not copied if it is long. */
  public Outgoing set(ByteBuffer body, @Nullable Runnable release) {
    refer(null, body, release);
    this.offset = body.position();
    this.length = body.remaining();
    this.shareable = release != null;
    return this;
  }

  /** Takes a range of a buffer by absolute position, which is copied. */
  public Outgoing set(ByteBuffer memory, int offset, int length) {
    refer(null, memory, null);
    this.offset = offset;
    this.length = length;
    this.shareable = false;
    return this;
  }

  /** The array in which the body lies from {@link #offset}; null if it lies in a buffer. */
  public byte @Nullable [] array() {
    return array;
  }

  /** Where in the array or buffer the body begins. */
  public int offset() {
    return offset;
  }

  /** The buffer in which the body lies from {@link #offset}; null if it lies in an array. */
  public @Nullable ByteBuffer buffer() {
    return buffer;
  }

  /** Bytes of the body. */
  public int length() {
    return length;
  }

  /** The body's byte at an index from zero. */
  public byte at(int index) {
    return buffer != null ? buffer.get(offset + index) : array[offset + index];
  }

  /** A copy of the body from an index on. */
  public byte[] copyFrom(int index) {
    byte[] copy = new byte[length - index];
    if (buffer != null) {
      buffer.get(offset + index, copy);
    } else {
      System.arraycopy(array, offset + index, copy, 0, copy.length);
    }
    return copy;
  }

  /** Copies a part of the body to an absolute position. */
  void copyTo(ByteBuffer memory, int at, int from, int count) {
    ByteBuffer source = buffer;
    if (source == null) {
      ShortCopy.put(memory, at, array, offset + from, count);
    } else {
      ShortCopy.copy(memory, at, source, offset + from, count);
    }
  }

  /** True if a channel can be given the body as it lies, however long it is. */
  boolean isInDirectMemory() {
    return buffer != null && buffer.isDirect();
  }

  /** A part of the body as it lies. */
  ByteBuffer part(int from, int count) {
    if (buffer != null) {
      return buffer.duplicate().limit(offset + from + count).position(offset + from);
    }
    return ByteBuffer.wrap(array, offset + from, count);
  }

  /**
   * Says that the body goes to several pipes: its release hook then runs once, when every pipe that
   * keeps the body by reference and the sender (by {@link #releaseNow}) are done with it.
   */
  public void shareAmongMany() {
    if (release != null && length >= Log.SHARED && !(release instanceof SharedRelease)) {
      release = new SharedRelease(release);
    }
  }

  /** The body as a segment by reference; the hook goes along, or a share in it. */
  Segment share() {
    Runnable hook = release;
    if (hook instanceof SharedRelease shared) {
      shared.retain();
    } else {
      release = null;
    }
    if (buffer != null) {
      return Segment.body(buffer.slice(offset, length), hook);
    }
    return Segment.body(ByteBuffer.wrap(array, offset, length), null);
  }

  /** Runs the release hook of a body that was copied or dropped. */
  public void releaseNow() {
    Runnable hook = release;
    if (hook != null) {
      release = null;
      hook.run();
    }
  }
}
