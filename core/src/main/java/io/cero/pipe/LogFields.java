package io.cero.pipe;

import org.jspecify.annotations.Nullable;

// The fields of a Log, one class per thread that writes them, with padding between, so that the
// writer and the reader do not fight for a cache line. Only the inheritance order keeps the JVM
// from
// mixing them.

/** What only the writer touches. */
abstract sealed class LogWriterFields extends Pipe permits LogPad1 {
  @Nullable Segment writeSegment;
  int writePosition;
  int writeLimit;
  long writeTotal;
  long writeMessages;
  boolean open;
  @Nullable Segment startSegment;
  int startPosition;
  long startTotal;
  @Nullable Segment oldest;
  long seenConsumedMessages;
  long seenConsumedPosition;
}

abstract sealed class LogPad1 extends LogWriterFields permits LogPublishedFields {
  long a0;
  long a1;
  long a2;
  long a3;
  long a4;
  long a5;
  long a6;
  long a7;
}

/** What the writer writes for the reader. */
abstract sealed class LogPublishedFields extends LogPad1 permits LogPad2 {
  long publishedPosition;
  long publishedMessages;

  // Plain; published by the release of publishedMessages that follows.
  long jumpPosition;
  long jumpMessages;
  @Nullable Segment jumpSegment;
}

abstract sealed class LogPad2 extends LogPublishedFields permits LogReaderFields {
  long b0;
  long b1;
  long b2;
  long b3;
  long b4;
  long b5;
  long b6;
  long b7;
}

/** What only the reader touches. */
abstract sealed class LogReaderFields extends LogPad2 permits LogPad3 {
  @Nullable Segment readSegment;
  int readPosition;
  long readTotal;
  long readMessages;
  long seenPublishedMessages;
  long nextRoomCheck;
  long nextRoomBytes;
  @Nullable Runnable roomListener;
}

abstract sealed class LogPad3 extends LogReaderFields permits LogConsumedFields {
  long c0;
  long c1;
  long c2;
  long c3;
  long c4;
  long c5;
  long c6;
  long c7;
}

/** What the reader writes for the writer. */
abstract sealed class LogConsumedFields extends LogPad3 permits LogPad4 {
  long consumedPosition;
  long consumedMessages;
}

abstract sealed class LogPad4 extends LogConsumedFields permits LogWaitFields {
  long d0;
  long d1;
  long d2;
  long d3;
  long d4;
  long d5;
  long d6;
  long d7;
}

/** What both write, seldom: who waits for the other. */
abstract sealed class LogWaitFields extends LogPad4 permits Log {
  volatile boolean readerWaiting;
  volatile boolean writerWaiting;
}
