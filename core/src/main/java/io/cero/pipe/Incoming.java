package io.cero.pipe;

import java.nio.ByteBuffer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The frame that a socket is about to hand to the application: where its body lies, not a copy.
 *
 * <p>One object per socket, set for every frame anew. It belongs to the thread that is inside the
 * socket and stays valid until {@link #done}.
 */
@NullUnmarked // the ends of the chain of segments are null
public final class Incoming {
  private static final byte[] NOTHING = new byte[0];

  private @Nullable Pipe source;
  private boolean pending;
  private ByteBuffer memory = ByteBuffer.wrap(NOTHING);
  @Nullable Segment segment;
  int offset;
  long length;
  int header;
  boolean more;

  /** True if the frame ends its message in the pipe, whatever a pattern makes of {@link #more}. */
  boolean last;

  /** Describes a body in a log. */
  void set(Pipe source, Segment segment, int offset, long length, int header, boolean more) {
    // A reference is stored only where it changes: the collector's barriers cost more than a look.
    if (this.source != source) {
      this.source = source;
    }
    if (this.segment != segment) {
      this.segment = segment;
      this.memory = segment.memory;
    }
    this.pending = true;
    this.offset = offset;
    this.length = length;
    this.header = header;
    this.more = more;
    this.last = !more;
  }

  /** Describes a body that a slot holds. */
  void set(Pipe source, byte[] body, boolean more) {
    set(body, more);
    this.source = source;
    this.pending = true;
    this.last = !more;
  }

  /** Describes a body that a pattern made up. */
  public void set(byte[] body, boolean more) {
    this.source = null;
    this.pending = false;
    this.segment = null;
    this.memory = ByteBuffer.wrap(body);
    this.offset = 0;
    this.length = body.length;
    this.more = more;
  }

  /** Bytes of the body. */
  public long length() {
    return length;
  }

  /** True if further frames of the same message follow. */
  public boolean more() {
    return more;
  }

  /** Overrides what follows, for a pattern that drops or adds frames. */
  public void more(boolean more) {
    this.more = more;
  }

  /** True if the frame came from this pipe and is not consumed. */
  boolean isOf(@Nullable Pipe pipe) {
    return pending && source == pipe;
  }

  /** Consumes the frame where it came from. */
  public void done() {
    if (pending) {
      pending = false;
      source.done(this);
    }
  }

  /** True if the body lies in one stretch of memory. */
  public boolean isContiguous() {
    return segment == null || (segment.next == null || offset + length <= segment.bound());
  }

  /** True if the body has arrived in memory of its own, which {@link #take} hands over. */
  public boolean isSegmented() {
    Segment first = segment;
    return first != null && !isContiguous() && !first.next.pooled;
  }

  /** The memory in which a contiguous body lies from {@link #offset}; absolute access only. */
  public ByteBuffer memory() {
    return memory;
  }

  /** Where a contiguous body begins in {@link #memory}. */
  public int offset() {
    return offset;
  }

  /** The first byte of a body that is not empty. */
  public byte first() {
    if (isContiguous()) {
      return memory.get(offset);
    }
    Segment at = segment;
    int position = offset;
    while (position >= at.end) {
      at = at.next;
      position = at.start;
    }
    return at.memory.get(position);
  }

  /**
   * Copies the beginning of the body, as much as fits.
   *
   * @return how many bytes were copied
   */
  public int copyStart(byte[] target) {
    int count = (int) Math.min(length, target.length);
    if (isContiguous()) {
      ShortCopy.get(memory, offset, target, 0, count);
      return count;
    }
    Segment from = segment;
    int position = offset;
    int copied = 0;
    while (copied < count) {
      if (position >= from.end) {
        from = from.next;
        position = from.start;
        continue;
      }
      int part = Math.min(count - copied, from.bound() - position);
      from.memory.get(position, target, copied, part);
      position += part;
      copied += part;
    }
    return count;
  }

  /** A copy of the body. */
  public byte[] copy() {
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "a body of " + length + " bytes fits no array; receive it as a Message, in segments");
    }
    byte[] copy = new byte[(int) length];
    copyTo(copy, 0);
    copiesOut(false); // it could have been kept
    return copy;
  }

  /** Copies the body into an array that has room for it. */
  public void copyTo(byte[] target, int at) {
    if (isContiguous()) {
      ShortCopy.get(memory, offset, target, at, (int) length);
      return;
    }
    Segment from = segment;
    int position = offset;
    int left = (int) length;
    while (left > 0) {
      if (position >= from.end) {
        from = from.next;
        position = from.start;
        continue;
      }
      int count = Math.min(left, from.bound() - position);
      from.memory.get(position, target, at, count);
      position += count;
      at += count;
      left -= count;
    }
  }

  /** Copies the body into a buffer that has room for it, and moves the buffer's position. */
  public void copyTo(ByteBuffer target) {
    int at = target.position();
    int left = (int) length;
    if (isContiguous()) {
      ShortCopy.copy(target, at, memory, offset, left);
      target.position(at + left);
      return;
    }
    copiesOut(true);
    Segment from = segment;
    int position = offset;
    while (left > 0) {
      if (position >= from.end) {
        from = from.next;
        position = from.start;
        continue;
      }
      int count = Math.min(left, from.bound() - position);
      if (!from.liesIn(target, at)) {
        target.put(at, from.memory, position, count);
      }
      position += count;
      at += count;
      left -= count;
    }
    target.position(at);
  }

  /**
   * The body in arrays that nobody else will change: arrays of the log's own by reference where the
   * body has arrived in such, copies otherwise.
   */
  public byte[][] take() {
    Segment at = segment;
    if (at == null || isContiguous() || at.next == null || at.next.pooled) {
      return new byte[][] {copy()};
    }
    int parts = 0;
    for (long left = length; left > 0; at = at.next) {
      int from = at == segment ? offset : at.start;
      if (at.end - from > 0) {
        left -= Math.min(left, at.end - from);
        parts++;
      }
    }
    byte[][] taken = new byte[parts][];
    at = segment;
    int part = 0;
    for (long left = length; left > 0; at = at.next) {
      int from = at == segment ? offset : at.start;
      int count = (int) Math.min(left, at.end - from);
      if (count > 0) {
        taken[part++] = part(at, from, count);
        left -= count;
      }
    }
    return taken;
  }

  /** Tells whoever reads the next long body in what kind of memory to read it. */
  private void copiesOut(boolean so) {
    if (source instanceof Log log && log.copiesOut != so && length > Log.SHARED) {
      log.copiesOut = so;
    }
  }

  private static byte[] part(Segment at, int from, int count) {
    byte[] own = at.ownArray();
    if (own != null && from == 0 && count == own.length) {
      return own;
    }
    byte[] copy = new byte[count];
    at.memory.get(from, copy);
    return copy;
  }
}
