package io.cero.pipe;

import io.cero.reactor.Report;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A link of a pipe's log: a stretch of memory that holds frames, or one body by reference.
 *
 * <p>The writer fills a segment from {@link #start}, seals it by writing {@link #end} and {@link
 * #next}, and publishes what follows only then; so a reader that knows of a later byte also sees
 * the seal. Until it is sealed, {@code end} is {@link #OPEN}, beyond any position.
 */
@NullUnmarked // the ends of a chain have no next
final class Segment {
  static final int OPEN = Integer.MAX_VALUE;

  /**
   * The memory, read and written at absolute indexes only; null once it is {@link #release given
   * up}, so that neither a link that is kept for its place in the chain holds a long body, nor can
   * anybody touch memory that others have by then.
   */
  ByteBuffer memory;

  /** The same memory for the side that does I/O: its position and limit belong to that side. */
  ByteBuffer view;

  /** True if the memory came from the pool and goes back there. */
  final boolean pooled;

  /** Runs once when a body by reference is no longer needed. */
  private final @Nullable Runnable release;

  /** The buffer of which the memory is a part while it is on {@link #loan loan}; else null. */
  private @Nullable ByteBuffer lender;

  private int lentFrom = -1;

  final int start;
  private int capacity;

  // Written by the pipe's writer, read by its reader after an acquire of something later.
  int end = OPEN;
  @Nullable Segment next;

  /** How many messages end before this segment; known of one that another leads to. */
  long messagesBefore;

  // Written by whoever is done with the memory: the reader, or the writer once the reader is idle.
  boolean released;

  private Segment(ByteBuffer memory, int start, boolean pooled, @Nullable Runnable release) {
    this.memory = memory;
    this.view = memory.duplicate();
    this.start = start;
    this.capacity = memory.capacity();
    this.pooled = pooled;
    this.release = release;
  }

  static Segment pooled(ByteBuffer chunk) {
    return new Segment(chunk, 0, true, null);
  }

  /** A sealed segment that is one body or a part of it, owned by the log from now on. */
  static Segment body(ByteBuffer body, @Nullable Runnable release) {
    Segment segment = new Segment(body, body.position(), false, release);
    segment.end = body.limit();
    return segment;
  }

  /** An open segment over memory of its own, for a body that is still arriving. */
  static Segment arriving(int size) {
    return new Segment(ByteBuffer.allocate(size), 0, false, null);
  }

  /** An open segment over a part of somebody's buffer, until {@link #takeBack}. */
  static Segment loan(ByteBuffer lender, int from, int size) {
    Segment segment = new Segment(lender.slice(from, size), 0, false, null);
    segment.lender = lender;
    segment.lentFrom = from;
    return segment;
  }

  /** True if this is a loan or was one. */
  boolean wasLent() {
    return lentFrom >= 0;
  }

  /** True if its first bytes lie at this place of the buffer already. */
  @SuppressWarnings("ReferenceEquality") // the same memory, not the same bytes
  boolean liesIn(ByteBuffer buffer, int at) {
    return lender == buffer && lentFrom == at;
  }

  /** Ends a loan: the segment ends behind the bytes that are there, and has a copy of them. */
  void takeBack(int filled, IntFunction<ByteBuffer> heap) {
    ByteBuffer lent = memory;
    memory = null; // in case that there is no memory for a copy: nobody may touch the loan any more
    view = null;
    lender = null;
    capacity = filled;
    memory = heap.apply(filled).put(0, lent, 0, filled);
    view = memory.duplicate();
  }

  /** The array that the memory is, if nobody will ever change or reuse it; else null. */
  byte @Nullable [] ownArray() {
    boolean keepable = !pooled && release == null && memory.hasArray();
    return keepable && memory.arrayOffset() == 0 ? memory.array() : null;
  }

  int capacity() {
    return capacity;
  }

  /** The first position that is not of this segment, sealed or not. */
  int bound() {
    return Math.min(end, capacity);
  }

  /** Gives the memory up; harmless when that has happened already. */
  void release(ChunkPool pool) {
    if (released) {
      return;
    }
    released = true;
    ByteBuffer chunk = memory;
    memory = null;
    view = null;
    lender = null;
    if (pooled) {
      pool.give(chunk);
    } else if (release != null) {
      try {
        release.run();
      } catch (RuntimeException | Error fault) {
        Report.fault(
            "io.cero.pipe",
            Level.WARNING,
            "a release hook threw; the message was sent all the same",
            fault);
      }
    }
  }
}
