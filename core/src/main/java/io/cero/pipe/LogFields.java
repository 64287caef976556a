package io.cero.pipe;

import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a {@link Log}, a class for each thread that writes them, with padding between, so
 * that the writer and the reader do not fight for a cache line. Only the order of inheritance keeps
 * the JVM from mixing them, and that not altogether: it fills the gaps that alignment has left in a
 * class with short fields of its subclasses. So each padding has short fields of its own, one of a
 * size, which take those gaps first; a test looks at where everything lies.
 */
@NullUnmarked // a log without memory has no segments
final class LogFields {
  private LogFields() {}

  /** What only the writer touches. */
  abstract static sealed class WriterFields extends Pipe permits Pad1 {
    @Nullable Segment writeSegment;
    int writePosition;
    int writeLimit;
    long writeTotal;
    long writeMessages;

    /** Bytes of {@link #writeTotal} that were walked and not published; kept by an intake. */
    long unpublished;

    /** The number of the last message that was published without room for it. */
    long overrun;

    boolean open;
    @Nullable Shortcut shortcut;
    @Nullable Segment startSegment;
    int startPosition;
    long startTotal;
    @Nullable Segment oldest;
    long seenConsumedMessages;
    long seenConsumedPosition;
    @Nullable Lag writerLag;
    int unanswered;
  }

  abstract static sealed class Pad1 extends WriterFields permits PublishedFields {
    long a0;
    long a1;
    long a2;
    long a3;
    long a4;
    long a5;
    long a6;
    long a7;
    int a8;
    short a9;
    byte a10;
  }

  /** What the writer writes for the reader. */
  abstract static sealed class PublishedFields extends Pad1 permits Pad2 {
    long publishedPosition;
    long publishedMessages;

    // Plain; published by the release of publishedMessages that follows.
    long jumpPosition;
    long jumpMessages;
    @Nullable Segment jumpSegment;
  }

  abstract static sealed class Pad2 extends PublishedFields permits ReaderFields {
    long b0;
    long b1;
    long b2;
    long b3;
    long b4;
    long b5;
    long b6;
    long b7;
    int b8;
    short b9;
    byte b10;
  }

  /** What only the reader touches. */
  abstract static sealed class ReaderFields extends Pad2 permits Pad3 {
    @Nullable Segment readSegment;
    int readPosition;
    long readTotal;
    long readMessages;
    long seenPublishedMessages;
    long nextRoomCheck;
    long nextRoomBytes;
    @Nullable Runnable roomListener;
    @Nullable Lag readerLag;
  }

  abstract static sealed class Pad3 extends ReaderFields permits ConsumedFields {
    long c0;
    long c1;
    long c2;
    long c3;
    long c4;
    long c5;
    long c6;
    long c7;
    int c8;
    short c9;
    byte c10;
  }

  /** What the reader writes for the writer. */
  abstract static sealed class ConsumedFields extends Pad3 permits Pad4 {
    long consumedPosition;
    long consumedMessages;

    // Plain, a hint: who reads it late is right all the same.
    boolean copiesOut;
  }

  abstract static sealed class Pad4 extends ConsumedFields permits WaitFields {
    long d0;
    long d1;
    long d2;
    long d3;
    long d4;
    long d5;
    long d6;
    long d7;
    int d8;
    short d9;
    byte d10;
  }

  /** What both write, seldom: who waits for the other. */
  abstract static sealed class WaitFields extends Pad4 permits Log {
    volatile boolean readerWaiting;
    volatile boolean writerWaiting;

    /** True while the writer publishes without a fence. The writer's, seldom. */
    volatile boolean unfenced;
  }
}
