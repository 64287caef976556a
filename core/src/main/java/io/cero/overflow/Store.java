package io.cero.overflow;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one queue has on disk: records, first in, first out, in segment files that are deleted as
 * soon as they are read.
 *
 * <pre>
 *   [segment: read ... | not read]  [segment]  [segment: not read | free]
 *                      ^                                          ^
 *                    next                                       append
 * </pre>
 *
 * <p>The caller's lock guards it; but {@link Found#readInto} needs none. A segment ends only
 * between messages, so that one that cannot be read costs no message of another segment.
 */
public final class Store {
  private final Place place;
  private final ArrayDeque<Segment> segments = new ArrayDeque<>();
  private boolean withinMessage;
  private long appended;
  private long taken;
  private long bytes;

  /** An empty store. */
  public Store(Place place) {
    this.place = place;
  }

  private static final class Segment {
    final SegmentFile file;
    long length;
    long messages;
    long records;
    long readTo;
    long readMessages;
    long readRecords;

    Segment(SegmentFile file) {
      this.file = file;
    }
  }

  /** True if another record may be written. */
  public boolean hasRoom() {
    return bytes < place.maximumBytes;
  }

  /** True if everything was read. */
  public boolean isEmpty() {
    return appended == taken;
  }

  /** Bytes that its files take. */
  public long bytes() {
    return bytes;
  }

  /** Appends a record. If this fails, it is as if it had not been tried. */
  public void append(Record record) throws IOException {
    Segment last = segments.peekLast();
    if (last == null || (last.length >= place.segmentBytes && !withinMessage)) {
      last = new Segment(place.create());
      segments.add(last);
    }
    record.seal(appended);
    last.file.write(record.bytes, record.end(), last.length);
    last.length += record.end();
    last.messages += record.messages();
    last.records++;
    bytes += record.end();
    appended++;
    withinMessage = record.messages() == 0;
  }

  /** Where the oldest record lies, or null if everything was read. */
  public @Nullable Found oldest() {
    if (isEmpty()) {
      return null;
    }
    Segment first = segments.element();
    int most = (int) Math.min(first.length - first.readTo, Record.HEAD + Record.CAPACITY);
    return new Found(first.file, first.readTo, most, taken);
  }

  /** A record on disk. */
  public record Found(SegmentFile file, long at, int most, long number) {
    /**
     * Reads it, without any lock.
     *
     * @throws IOException if it cannot be read, or is not what was written
     */
    public void readInto(Record record) throws IOException {
      file.read(record.bytes, most, at);
      if (!record.unseal(number, most)) {
        throw new IOException("record " + number + " is not as it was written");
      }
    }
  }

  /**
   * Says that the oldest record was read.
   *
   * @return a file that is read to its end, for the {@link Place} to discard; null if none is
   */
  public @Nullable SegmentFile take(Record record) {
    Segment first = segments.element();
    first.readTo += record.end();
    first.readMessages += record.messages();
    first.readRecords++;
    taken++;
    return first.readTo == first.length ? removeFirst() : null;
  }

  /** What a segment that cannot be read has cost; the file is for the {@link Place} to discard. */
  public record Lost(SegmentFile file, long messages, long bytes) {}

  /** Gives up the rest of the segment that is being read. */
  public Lost giveUp() {
    Segment first = segments.element();
    long records = first.records - first.readRecords;
    taken += records;
    long bytesLost = first.length - first.readTo - records * Record.HEAD;
    return new Lost(removeFirst(), first.messages - first.readMessages, bytesLost);
  }

  private SegmentFile removeFirst() {
    Segment first = segments.remove();
    bytes -= first.length;
    return first.file;
  }

  /** Gives up everything; the files are for the {@link Place} to discard. */
  public List<SegmentFile> clear() {
    List<SegmentFile> files = new ArrayList<>();
    while (!segments.isEmpty()) {
      files.add(removeFirst());
    }
    taken = appended;
    withinMessage = false;
    return files;
  }
}
