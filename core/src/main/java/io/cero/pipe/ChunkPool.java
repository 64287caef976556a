package io.cero.pipe;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The direct memory of one context, lent to its pipes in chunks of a few sizes.
 *
 * <p>Direct memory cannot be freed on demand on the JDK 17, so what was lent comes back here and is
 * lent again. The pool keeps at most {@link #CEILING} bytes of unused chunks: that ceiling is what
 * "memory returns" means. Where the JVM refuses more direct memory, chunks come from the heap.
 *
 * <p>What came back last is lent first: its memory is likely to be in the processor's cache still.
 *
 * <p>Any thread may take and give.
 */
public final class ChunkPool {
  /** Bytes of a pipe's first chunk: an almost idle connection owns no more than this each way. */
  public static final int SMALL = 4 << 10;

  /** Bytes of the second chunk of a pipe that did not drain. */
  public static final int MEDIUM = 64 << 10;

  /** Bytes of every further chunk. */
  public static final int LARGE = 256 << 10;

  /** Unused bytes that the pool keeps at most. */
  public static final long CEILING = 64L << 20;

  private final ConcurrentLinkedDeque<ByteBuffer> small = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedDeque<ByteBuffer> medium = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedDeque<ByteBuffer> large = new ConcurrentLinkedDeque<>();
  private final AtomicLong unused = new AtomicLong();

  /** Lends a chunk of exactly one of the three sizes. */
  ByteBuffer take(int size) {
    ByteBuffer chunk = queue(size).pollFirst();
    if (chunk != null) {
      unused.addAndGet(-size);
      return chunk;
    }
    try {
      return ByteBuffer.allocateDirect(size);
    } catch (OutOfMemoryError noMoreDirectMemory) {
      return ByteBuffer.allocate(size);
    }
  }

  /** Takes a chunk back, or leaves it to the garbage collector when enough is kept. */
  void give(ByteBuffer chunk) {
    int size = chunk.capacity();
    if (unused.addAndGet(size) > CEILING) {
      unused.addAndGet(-size);
      return;
    }
    queue(size).offerFirst(chunk);
  }

  /** Bytes that lie here unused. */
  public long unusedBytes() {
    return unused.get();
  }

  /** The size to take after a chunk of this size proved too short. */
  static int next(int size) {
    return size < MEDIUM ? MEDIUM : LARGE;
  }

  private ConcurrentLinkedDeque<ByteBuffer> queue(int size) {
    return switch (size) {
      case SMALL -> small;
      case MEDIUM -> medium;
      case LARGE -> large;
      default -> throw new IllegalArgumentException("no chunks of " + size + " bytes");
    };
  }
}
