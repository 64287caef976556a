package io.cero.pipe;

import io.cero.wire.FrameHeader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.NullUnmarked;

/**
 * Messages that go to several logs, encoded once: what lies here is copied into each {@linkplain
 * Log#append(Batch, long, long) as it lies}.
 *
 * <pre>
 *   [whole messages, to be copied][frames of a message under way][free]
 *                                 |                              |
 *                             complete                       position
 * </pre>
 *
 * <p>One thread appends. Any other may copy whole messages meanwhile: how many there are and where
 * they end is one word, released by the writer and acquired by who copies. {@link #clear} and the
 * memory's coming and going are for when nobody copies.
 */
@NullUnmarked // there is no memory while nothing is encoded
public final class Batch {
  /**
   * Bytes of encoded messages that it holds; a frame longer than this goes to each log by itself.
   */
  public static final int CAPACITY = 32 << 10;

  private static final VarHandle COMPLETE;

  static {
    try {
      COMPLETE = MethodHandles.lookup().findVarHandle(Batch.class, "complete", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private ChunkPool pool;
  ByteBuffer memory;
  private int position;
  private long complete;

  /** Takes memory from the pool of a log. */
  public void begin(Log like) {
    pool = like.pool;
    memory = pool.take(ChunkPool.MEDIUM);
  }

  /** Gives the memory back. */
  public void end() {
    clear();
    pool.give(memory);
    memory = null;
  }

  /**
   * Appends a frame; without {@code more} it ends a message, which is complete then.
   *
   * @return false if it does not fit, or is long enough to be kept by reference: nothing was
   *     appended
   */
  public boolean append(Outgoing body, boolean more) {
    int length = body.length;
    int header = FrameHeader.size(length);
    int at = position;
    if (length > Log.CONTIGUOUS || at + header + length > CAPACITY) {
      return false;
    }
    FrameHeader.put(memory, at, length, more ? FrameHeader.MORE : 0);
    body.copyTo(memory, at + header, 0, length);
    at += header + length;
    position = at;
    if (!more) {
      COMPLETE.setRelease(this, word(messages(complete) + 1, at));
    }
    return true;
  }

  /** Drops the frames of a message that is not complete. */
  public void rollback() {
    position = end(complete);
  }

  /** Begins at the start of the memory again, when everything was copied. */
  public void clear() {
    position = 0;
    COMPLETE.setRelease(this, word(messages(complete), 0));
  }

  /** Bytes that lie here. */
  public int size() {
    return position;
  }

  /**
   * How much is complete, as {@link Log#append(Batch, long, long)} takes it. No two that differ in
   * what was appended are the same.
   */
  public long complete() {
    return (long) COMPLETE.getAcquire(this);
  }

  /** How much there is, with the frames of a message under way. Only the writer. */
  public long all() {
    return word(messages(complete), position);
  }

  /** How many messages lie between two points. */
  public static int messages(long from, long to) {
    return messages(to) - messages(from);
  }

  private static int messages(long word) {
    return (int) (word >>> Integer.SIZE);
  }

  /** Where the bytes of such a point end. */
  static int end(long word) {
    return (int) word;
  }

  private static long word(int messages, int end) {
    return (long) messages << Integer.SIZE | end;
  }
}
