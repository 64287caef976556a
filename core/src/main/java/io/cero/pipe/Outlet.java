package io.cero.pipe;

import io.cero.wire.FrameHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The reader's end of a log whose bytes leave as they are: hands whole published regions to a
 * channel and counts messages as consumed once their last byte is written.
 *
 * <pre>
 *   [written messages][message under way][not written][not published]
 *                     |                 |             |
 *                 boundary            cursor      published
 * </pre>
 *
 * <p>When a region was written whole, its count is known. After a partial write the headers from
 * the last boundary are walked, so that the boundary is the end of the last message that was
 * written whole: that is where a new connection goes on.
 *
 * <p>Owned by whoever holds the session's right to flush.
 */
@NullUnmarked // the ends of the chain of segments are null
public final class Outlet implements Egress {
  private static final int MOST_PARTS = 16;
  private static final int MOST_TURNS = 4;
  private static final long MOST_BYTES = 1 << 20;

  private static final int SCRATCH = 64 << 10;
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  /** Bytes of heap memory in one part: the JDK copies each through a buffer that it keeps. */
  private static final int HEAP_PART = 128 << 10;

  private final Log log;
  private ByteBuffer[] parts; // made for the first write: an idle connection needs none

  // The next byte to write.
  private Segment segment;
  private int position;
  private long total;

  // The end of the last message of which every byte is written.
  private Segment boundarySegment;
  private int boundaryPosition;
  private long boundaryTotal;
  private long boundaryMessages;

  // Where walking after a partial write goes on: the end of a frame at or behind the boundary.
  private Segment walkSegment;
  private int walkPosition;
  private long walkTotal;

  // What was published when last looked at.
  private long seenMessages;
  private long seenTotal;

  private int count;
  private long written;

  /** Bytes written of a message that was not published yet. */
  private long direct;

  // For a connection whose bytes are not those of the log.
  private @Nullable Encoder encoder;
  private ByteBuffer scratch = EMPTY;
  private long scratchCovers;

  /** The outlet of a log. */
  public Outlet(Log log) {
    this.log = log;
  }

  @Override
  public boolean isDrained() {
    return total == (long) Log.PUBLISHED_POSITION.getAcquire(log);
  }

  @Override
  public long writtenBytes() {
    return written;
  }

  @Override
  public Flow write(GatheringByteChannel channel) throws IOException {
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      if (total == seenTotal && !refresh()) {
        return Flow.DRAINED;
      }
      if (encoder != null) {
        if (!writeEncoded(channel)) {
          return Flow.BLOCKED;
        }
        continue;
      }
      long offered = gather();
      long taken = count == 1 ? channel.write(parts[0]) : channel.write(parts, 0, count);
      if (taken > 0) {
        written += taken;
        advance(taken);
        settle();
      }
      if (taken < offered) {
        return Flow.BLOCKED;
      }
    }
    return isDrained() ? Flow.DRAINED : Flow.MORE;
  }

  /** True if what the log holds leaves as it is. */
  public boolean isPlain() {
    return encoder == null;
  }

  /**
   * Writes a message that is not published: what the log holds of it and then its last body, which
   * the log does not hold. Only a plain outlet, drained, and called by the log's writer; {@link
   * #settleDirect} or {@link #abandonDirect} must follow.
   *
   * @param again asked whether to try again when the channel has taken less than it was offered
   * @return true if the channel took all of it
   */
  public boolean writeDirect(GatheringByteChannel channel, Outgoing body, BooleanSupplier again)
      throws IOException {
    if (parts == null) {
      parts = new ByteBuffer[MOST_PARTS];
    }
    try {
      return writeParts(channel, body, again);
    } finally {
      Arrays.fill(parts, null); // nothing of the sender's stays here
    }
  }

  private boolean writeParts(GatheringByteChannel channel, Outgoing body, BooleanSupplier again)
      throws IOException {
    if (log.jumpPosition == total) {
      jump();
    }
    seenTotal = log.writeTotal;
    long held = gather();
    if (held < seenTotal - total || count == MOST_PARTS) {
      return false; // the frames before this body take more than one write
    }
    int from = 0;
    while (from < body.length) {
      int part = body.length - from;
      if (!body.isInDirectMemory()) {
        part = Math.min(part, HEAP_PART);
      }
      parts[count++] = body.part(from, part);
      long left = held + part;
      while (true) {
        long taken = channel.write(parts, 0, count);
        direct += taken;
        left -= taken;
        if (left == 0) {
          break;
        }
        if (!again.getAsBoolean()) {
          return false;
        }
      }
      from += part;
      held = 0;
      count = 0;
    }
    return true;
  }

  /** Goes on behind what was written directly, now that the message is published. */
  public void settleDirect() {
    final long taken = direct;
    direct = 0;
    seenMessages = (long) Log.PUBLISHED_MESSAGES.getAcquire(log);
    seenTotal = (long) Log.PUBLISHED_POSITION.getAcquire(log);
    written += taken;
    if (total + taken == seenTotal) {
      segment = log.writeSegment; // the log holds nothing of the body: it goes on behind the header
      position = log.writePosition;
      total = seenTotal;
      settle();
    } else if (taken > 0) {
      advance(taken);
      settle();
    }
  }

  /**
   * Stays before a message that was never published.
   *
   * @return true if a part of it was written: the connection is of no use any more
   */
  public boolean abandonDirect() {
    boolean begun = direct > 0;
    written += direct;
    direct = 0;
    seenTotal = total;
    return begun;
  }

  private boolean refresh() {
    long messages = (long) Log.PUBLISHED_MESSAGES.getAcquire(log);
    long published = (long) Log.PUBLISHED_POSITION.getAcquire(log);
    seenMessages = messages;
    seenTotal = published;
    if (published == total) {
      if (messages != boundaryMessages && total == boundaryTotal) {
        // The count had not caught up with the position when the last region was taken.
        boundaryMessages = messages;
        consumed();
      }
      return false;
    }
    if (log.jumpPosition == total) {
      jump();
    }
    return true;
  }

  private void jump() {
    Segment target = log.jumpSegment;
    release(target);
    segment = target;
    position = target.start;
    boundary(segment, position, total, boundaryMessages);
  }

  /** Gives up every segment before one. */
  private void release(Segment upTo) {
    for (Segment passed = boundarySegment; passed != null && passed != upTo; passed = passed.next) {
      passed.release(log.pool);
    }
  }

  private void boundary(Segment at, int in, long bytes, long messages) {
    boundarySegment = at;
    boundaryPosition = in;
    boundaryTotal = bytes;
    boundaryMessages = messages;
    walkSegment = at;
    walkPosition = in;
    walkTotal = bytes;
  }

  @Override
  public long unwritten() {
    return log.unwritten(this);
  }

  /** Of what the log holds in memory; see {@link #unwritten}. */
  long unwrittenInMemory() {
    return rest().unwritten;
  }

  /** How many messages lie before the boundary, and how many that are published lie behind it. */
  private record Rest(long written, long unwritten) {}

  /**
   * Looks at what lies behind the boundary. The counts alone do not tell: their writer may have
   * been between position and count, and the boundary's own count may be behind for the same
   * reason. So the headers are walked, but not beyond one segment: how many messages end before the
   * next one is written there.
   */
  private Rest rest() {
    long counted = (long) Log.PUBLISHED_MESSAGES.getAcquire(log); // first: no more than lie there
    long end = (long) Log.PUBLISHED_POSITION.getAcquire(log);
    long at = boundaryTotal;
    Segment from = boundarySegment;
    int in = boundaryPosition;
    if (log.jumpPosition == at && at < end) {
      from = log.jumpSegment;
      in = from.start;
    }
    long messages = 0;
    while (at < end) {
      boolean runsOn = in >= from.end;
      if (!runsOn) {
        byte flags = from.memory.get(in);
        int header = FrameHeader.size(flags);
        long length = FrameHeader.bodyLength(from.memory, in);
        runsOn = length > from.bound() - in - header;
        if (!runsOn) {
          at += header + length;
          in += header + (int) length;
          messages += (flags & FrameHeader.MORE) == 0 ? 1 : 0;
        }
      }
      if (runsOn) {
        long before = from.next.messagesBefore;
        long published = (long) Log.PUBLISHED_MESSAGES.getAcquire(log);
        return new Rest(before - messages, messages + published - before);
      }
    }
    return new Rest(counted - messages, messages);
  }

  private long gather() {
    if (parts == null) {
      parts = new ByteBuffer[MOST_PARTS];
    }
    count = 0;
    long bytes = 0;
    Segment from = segment;
    int at = position;
    long left = Math.min(seenTotal - total, MOST_BYTES);
    while (left > 0 && count < MOST_PARTS) {
      if (at >= from.end) {
        from = from.next;
        at = from.start;
        continue;
      }
      int length = (int) Math.min(left, from.bound() - at);
      if (!from.view.isDirect()) {
        length = Math.min(length, HEAP_PART);
        ByteBuffer view = from.memory.duplicate();
        parts[count++] = view.limit(at + length).position(at);
      } else {
        parts[count++] = from.view.limit(at + length).position(at);
      }
      at += length;
      left -= length;
      bytes += length;
    }
    return bytes;
  }

  private void advance(long taken) {
    long left = taken;
    while (true) {
      if (position >= segment.end && left > 0) {
        segment = segment.next;
        position = segment.start;
        continue;
      }
      int step = (int) Math.min(left, segment.bound() - position);
      position += step;
      left -= step;
      if (left == 0) {
        break;
      }
    }
    total += taken;
  }

  /** Finds the last message end that is written, and gives up and counts what lies before it. */
  private void settle() {
    long before = boundaryMessages;
    if (total == seenTotal) {
      release(segment);
      if (!segment.pooled && position >= segment.end) {
        segment.release(log.pool); // a body by reference: its hook need not wait for what follows
      }
      boundary(segment, position, total, seenMessages);
    } else {
      walk();
    }
    if (boundaryMessages != before) {
      consumed();
    }
  }

  private void consumed() {
    Log.CONSUMED_POSITION.setRelease(log, boundaryTotal);
    Log.CONSUMED_MESSAGES.setRelease(log, boundaryMessages);
    log.reportRoom();
  }

  private void walk() {
    Segment at = walkSegment;
    int in = walkPosition;
    long bytes = walkTotal;
    while (bytes < total) {
      while (in >= at.end) {
        at = at.next;
        in = at.start;
      }
      byte flags = at.memory.get(in);
      int header = FrameHeader.size(flags);
      long length = FrameHeader.bodyLength(at.memory, in);
      long end = bytes + header + length;
      if (end > total) {
        break;
      }
      in += header;
      long left = length;
      while (left > 0) {
        if (in >= at.end) {
          at = at.next;
          in = at.start;
          continue;
        }
        int step = (int) Math.min(left, at.bound() - in);
        in += step;
        left -= step;
      }
      bytes = end;
      walkSegment = at;
      walkPosition = in;
      walkTotal = bytes;
      if ((flags & FrameHeader.MORE) == 0) {
        release(at);
        boundary(at, in, bytes, boundaryMessages + 1);
      }
    }
  }

  @Override
  public boolean isMidMessage() {
    return total != boundaryTotal || scratchCovers > 0;
  }

  /** Has frames encoded on their way to the next connection; null to pass them as they are. */
  public void encodeWith(@Nullable Encoder next) {
    encoder = next;
    scratch = EMPTY;
    scratchCovers = 0;
  }

  /** Encodes some frames into memory of its own, and writes that. */
  private boolean writeEncoded(GatheringByteChannel channel) throws IOException {
    if (scratchCovers == 0) {
      encodeSome();
    }
    written += channel.write(scratch);
    if (scratch.hasRemaining()) {
      return false;
    }
    long covered = scratchCovers;
    scratchCovers = 0;
    advance(covered);
    settle();
    return true;
  }

  private void encodeSome() {
    scratch = scratch.capacity() < SCRATCH ? ByteBuffer.allocate(SCRATCH) : scratch.clear();
    Segment from = segment;
    int at = position;
    while (scratchCovers < seenTotal - total) {
      while (at >= from.end) {
        from = from.next;
        at = from.start;
      }
      byte flags = from.memory.get(at);
      int header = FrameHeader.size(flags);
      long length = FrameHeader.bodyLength(from.memory, at);
      if (scratch.remaining() < length + Encoder.LONGEST_HEADER) {
        if (scratchCovers > 0) {
          break;
        }
        scratch = ByteBuffer.allocate(Math.toIntExact(length + Encoder.LONGEST_HEADER));
      }
      encoder.putHeader(scratch, length, (flags & FrameHeader.MORE) != 0);
      at += header;
      long left = length;
      while (left > 0) {
        if (at >= from.end) {
          from = from.next;
          at = from.start;
          continue;
        }
        int step = (int) Math.min(left, from.bound() - at);
        scratch.put(scratch.position(), from.memory, at, step);
        scratch.position(scratch.position() + step);
        at += step;
        left -= step;
      }
      scratchCovers += header + length;
    }
    scratch.flip();
  }

  /** Counts the frames of the scratch that are written whole, before the rest is given up. */
  private void settleEncoded() {
    long sent = scratch.position();
    long covered = 0;
    ByteBuffer header = ByteBuffer.allocate(Encoder.LONGEST_HEADER);
    Segment from = segment;
    int at = position;
    while (covered < scratchCovers) {
      while (at >= from.end) {
        from = from.next;
        at = from.start;
      }
      byte flags = from.memory.get(at);
      int size = FrameHeader.size(flags);
      long length = FrameHeader.bodyLength(from.memory, at);
      encoder.putHeader(header.clear(), length, (flags & FrameHeader.MORE) != 0);
      sent -= header.position() + length;
      if (sent < 0) {
        break;
      }
      covered += size + length;
      at += size;
      for (long left = length; left > 0; ) {
        if (at >= from.end) {
          from = from.next;
          at = from.start;
          continue;
        }
        int step = (int) Math.min(left, from.bound() - at);
        at += step;
        left -= step;
      }
    }
    scratchCovers = 0;
    if (covered > 0) {
      advance(covered);
      settle();
    }
  }

  @Override
  public void rewind() {
    if (scratchCovers > 0) {
      settleEncoded();
    }
    scratch = EMPTY;
    scratchCovers = 0;
    segment = boundarySegment;
    position = boundaryPosition;
    total = boundaryTotal;
    seenTotal = total;
    catchUp();
  }

  /** Counts what is written and was not counted, because its writer had not yet. */
  private void catchUp() {
    long messages = rest().written;
    if (messages > boundaryMessages) {
      boundaryMessages = messages;
      consumed();
    }
  }
}
