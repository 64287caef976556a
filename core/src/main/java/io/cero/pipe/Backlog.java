package io.cero.pipe;

import io.cero.overflow.Record;
import io.cero.wire.FrameHeader;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages of a queue that overflows, encoded in records that are not on disk yet: one
 * that is being filled, those of a message under way that is longer, and whatever the disk has
 * refused.
 *
 * <pre>
 *   [whole messages][whole messages][whole messages|message under way]
 *   '---- for the disk -----------' '---- being filled -------------'
 * </pre>
 *
 * <p>As in a {@link Log}, neither a header nor a frame of up to {@link Log#CONTIGUOUS} bytes lies
 * in two records. A message begins in a record of its own where it would not fit behind others.
 * Guarded by the lock of its {@link OverflowLog}.
 */
final class Backlog {
  private final ArrayDeque<Record> records = new ArrayDeque<>();
  private final ArrayDeque<Record> spare = new ArrayDeque<>();

  /** How many records, the newest, hold nothing but a part of the message under way. */
  private int underWay;

  /** Appends a frame. If there is no memory for it, nothing has changed. */
  void append(Outgoing body, boolean more) {
    int length = body.length;
    int header = FrameHeader.size(length);
    int needed = length <= Log.CONTIGUOUS ? header + length : header;
    Record last = records.peekLast();
    if (last == null || last.room() < header + length) {
      boolean part = last != null && last.hasPart();
      reserve((header + (long) length + Record.CAPACITY - 1) / Record.CAPACITY + (part ? 1 : 0));
      if (!part) {
        another(last); // it begins where most of it fits
      }
    }
    last = withRoomFor(needed);
    FrameHeader.put(last.memory, last.end(), length, more ? FrameHeader.MORE : 0);
    last.added(header);
    int from = 0;
    while (from < length) {
      last = withRoomFor(1);
      int count = Math.min(length - from, last.room());
      body.copyTo(last.memory, last.end(), from, count);
      last.added(count);
      from += count;
    }
    if (!more) {
      last.messageEnds();
      underWay = 0;
    }
  }

  private void reserve(long wanted) {
    while (spare.size() < wanted) {
      spare.add(new Record());
    }
  }

  private Record withRoomFor(int bytes) {
    Record last = records.peekLast();
    while (last == null || last.room() < bytes) {
      last = another(last);
    }
    return last;
  }

  private Record another(@Nullable Record last) {
    Record next = spare.remove();
    next.clear();
    if (last != null && last.messages() > 0) {
      last.movePartTo(next);
    } else if (last != null) {
      next.continues();
    }
    records.addLast(next);
    underWay++;
    return next;
  }

  /** Drops the frames of the message under way. */
  void rollback() {
    while (underWay > 0) {
      underWay--;
      recycle(records.removeLast());
    }
    Record last = records.peekLast();
    if (last != null) {
      last.cutBack();
    }
  }

  /** The oldest record that is ready for the disk, or null; it stays here. */
  @Nullable Record full() {
    return records.size() > Math.max(1, underWay) ? records.peekFirst() : null;
  }

  /** Takes the record out that {@link #full} has given, and keeps its memory. */
  void written() {
    recycle(records.remove());
  }

  /** Takes the oldest record out that holds whole messages or a part of one; null if none does. */
  @Nullable Record take() {
    if (records.size() == underWay) {
      return null;
    }
    if (records.size() == 1 && records.element().hasPart()) {
      reserve(1);
      Record only = records.element();
      another(only);
    }
    return records.remove();
  }

  /** A record to read into. */
  Record fresh() {
    Record record = spare.poll();
    return record == null ? new Record() : record;
  }

  /** True if there is no whole message. */
  boolean isEmpty() {
    return records.size() == underWay;
  }

  /** Gives a record back that was taken, for its memory. */
  void recycle(Record record) {
    if (spare.isEmpty()) {
      spare.add(record);
    }
  }

  /** Gives everything up. */
  void clear() {
    records.clear();
    spare.clear();
    underWay = 0;
  }
}
