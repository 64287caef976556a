package io.cero.pipe;

import io.cero.wire.FrameHeader;
import io.cero.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.NullUnmarked;

/**
 * The writer's end of a log whose bytes arrive already framed: reads a channel straight into the
 * log's memory, walks the frame headers, and publishes up to the last whole message that the mark
 * allows.
 *
 * <pre>
 *   [published][messages ahead][frames of a message under way][not walked][free]
 *                              |                              |           |
 *                           boundary                    writePosition    fill
 * </pre>
 *
 * <p>The walk does not stop at the mark: whole messages beyond it stay ahead of what is published,
 * as they lie, and become visible by their count alone once there is room. What was read and not
 * published lies outside the mark; it is bounded by one chunk, plus the message under way if it
 * began within the mark, which the size limit bounds. At the mark reading may go on until {@link
 * #AHEAD} bytes wait. A body that is announced long is given memory only as it arrives: {@link
 * #FIRST_PART} bytes at first, then as much again as there is.
 *
 * <p>Commands are handled where they stand, before or beyond the mark. Those between the frames of
 * a message stay in the log, where the reader skips them; those between messages are closed up, so
 * that they cannot pile up.
 *
 * <p>Owned by whoever holds the session's right to read.
 */
@NullUnmarked // a log without memory has no segments
public final class Intake implements Ingress {
  /** Memory that an announced body is given at most before any of it has arrived. */
  public static final int FIRST_PART = 256 << 10;

  /** Bytes that may wait for room while the channel is still read. */
  public static final int AHEAD = 64 << 10;

  /** Longest command that is accepted by a publisher: its topic is the rest. */
  public static final int LONGEST_SUBSCRIPTION = 1 << 20;

  /** Longest command that is accepted elsewhere. */
  public static final int LONGEST_COMMAND = 64 << 10;

  /**
   * Bytes that the headers of a message's frames and the commands between them may take where its
   * bodies are limited, or as much as these if that is more: a message may not grow without end by
   * frames that are empty.
   */
  public static final int BESIDES = 1 << 20;

  /**
   * Memory that a long body is given at once, at most. With the header of its array it takes no
   * more than a power of two: a collector that gives such arrays whole regions would waste most of
   * one on each otherwise. With smaller ones that collector comes by so often that its tables grow.
   */
  private static final int LARGEST_PART = (64 << 20) - 64;

  /**
   * Rest of a body up to which it goes into a pooled chunk; a longer one gets memory of its own.
   */
  private static final int POOLED = 64 << 10;

  /**
   * Longest body that goes into pooled chunks where the application copies long ones into memory of
   * its own: chunks need no clearing and no collector.
   */
  private static final int MOST_POOLED = 16 << 20;

  /** Bytes that one read into heap memory takes at most: the JDK copies them through its cache. */
  private static final int HEAP_READ = 128 << 10;

  /** What the first two bytes of no frame are, as a short. */
  private static final int NO_START = Integer.MIN_VALUE;

  private final Log log;
  private final long maximumMessageSize;
  private final long mostBesides;
  private final boolean shortOnesPass;
  private final CommandHandler commands;
  private final Destination destination;

  private int fill;
  private long bodyLeft;
  private long bodyArrived;
  private boolean bodyIsLast;
  private boolean bodyIsAlone;
  private boolean bodyIsFresh;
  private boolean borrows;
  private long messageBytes;
  private long besides;
  private int ahead;
  private boolean marked;
  private boolean filled;
  private int lastRead;

  /**
   * The intake of a log.
   *
   * @param maximumMessageSize bytes that a frame and a whole message may have; -1 for no limit
   */
  public Intake(Log log, long maximumMessageSize, CommandHandler commands) {
    this(log, maximumMessageSize, commands, new Destination());
  }

  /**
   * The intake of a log, some of whose long bodies are wanted elsewhere.
   *
   * @param maximumMessageSize bytes that a frame and a whole message may have; -1 for no limit
   */
  public Intake(
      Log log, long maximumMessageSize, CommandHandler commands, Destination destination) {
    this.log = log;
    this.maximumMessageSize = maximumMessageSize < 0 ? Long.MAX_VALUE : maximumMessageSize;
    this.mostBesides = Math.max(BESIDES, this.maximumMessageSize);
    this.shortOnesPass = this.maximumMessageSize >= FrameHeader.LONGEST_SHORT_BODY;
    this.commands = commands;
    this.destination = destination;
    this.fill = log.writePosition;
  }

  @Override
  public boolean isMarked() {
    return marked;
  }

  @Override
  public boolean hasRoom() {
    return !marked && (log.isOpen() || log.room() > 0);
  }

  @Override
  public int lastRead() {
    return lastRead;
  }

  @Override
  public boolean wasFilled() {
    return filled;
  }

  @Override
  public int accept(ByteBuffer early) throws WireException {
    int messages = 0;
    while (early.hasRemaining()) {
      ByteBuffer target = target();
      int count = Math.min(early.remaining(), target.remaining());
      target.put(target.position(), early, early.position(), count);
      early.position(early.position() + count);
      fill += count;
      messages += walkRead();
    }
    return messages;
  }

  @Override
  public int read(ReadableByteChannel channel) throws IOException, WireException {
    boolean idle = log.writeSegment == null;
    int published = read(channel, target());
    if (idle && lastRead <= 0) {
      trim(); // there was nothing: a connection that stays idle owns no memory
    }
    return published;
  }

  @Override
  public int readAhead(ReadableByteChannel channel) throws IOException, WireException {
    ByteBuffer target = target();
    int most = AHEAD - waiting();
    if (target.remaining() > most) {
      target.limit(target.position() + most);
    }
    return read(channel, target);
  }

  @Override
  public boolean mayReadAhead() {
    return waiting() < AHEAD && !log.isOverrun();
  }

  /** Bytes that were read and not published. */
  private int waiting() {
    return (int) Math.min(Integer.MAX_VALUE, log.unpublished + (fill - log.writePosition));
  }

  private int read(ReadableByteChannel channel, ByteBuffer target)
      throws IOException, WireException {
    int count = channel.read(target);
    lastRead = count;
    filled = !target.hasRemaining();
    if (count <= 0) {
      return count;
    }
    fill += count;
    return walkRead();
  }

  private int walkRead() throws WireException {
    int messages = walk();
    if (borrows && bodyLeft == 0) {
      borrows = false;
      destination.keep(log);
    }
    return messages;
  }

  @Override
  public boolean isAwaited() {
    return borrows;
  }

  /**
   * What was lent is wanted back, with what it holds of a body; says how much that is. If it is
   * little, the rest of the body is lent no more: each loan is a link of the chain until the body
   * is complete, however often its reader gives up waiting for it.
   */
  int returnLoan() {
    borrows = false;
    if (fill < Destination.SHORTEST) {
      bodyIsAlone = false;
    }
    return fill;
  }

  /** The free memory in which to read next. */
  private ByteBuffer target() {
    Segment segment = log.writeSegment;
    if (segment == null) {
      segment = Segment.pooled(log.pool.take(ChunkPool.SMALL));
      log.startAfresh(segment);
      fill = segment.start;
    } else if (bodyLeft == 0) {
      segment = roomForFrames(segment);
    } else if (fill == segment.capacity() || (bodyIsFresh && mayBorrow())) {
      segment = roomForBody(segment);
    }
    int limit = segment.capacity();
    if (!segment.pooled) {
      limit = (int) Math.min(limit, fill + bodyLeft);
    }
    if (!segment.view.isDirect()) {
      limit = Math.min(limit, fill + HEAP_READ);
    }
    return segment.view.limit(limit).position(fill);
  }

  private Segment roomForFrames(Segment segment) {
    int tail = fill - log.writePosition;
    int needed = needed(segment, tail);
    boolean grow = filled && segment.capacity() < ChunkPool.LARGE;
    if (segment.pooled && !grow) {
      if (log.writePosition > segment.start && !log.open && ahead == 0 && log.isDrained()) {
        segment.memory.put(segment.start, segment.memory, log.writePosition, tail);
        log.startOver(segment);
        fill = segment.start + tail;
      }
      if (segment.capacity() - fill >= needed) {
        return segment;
      }
    }
    int size = segment.pooled && !grow ? segment.capacity() : ChunkPool.next(segment.capacity());
    if (segment.wasLent()) {
      size = ChunkPool.SMALL; // for a header, and no more of the next body than is copied soon
    }
    while (size < tail + needed) {
      size = ChunkPool.next(size);
    }
    Segment next = Segment.pooled(log.pool.take(size));
    if (tail > 0) { // else the segment's memory may be given up: a body's, read to its end
      next.memory.put(next.start, segment.memory, log.writePosition, tail);
    }
    log.link(next);
    fill = next.start + tail;
    return next;
  }

  /** Free bytes for what may not break: the rest of a header, of a short frame, of a command. */
  private int needed(Segment segment, int tail) {
    if (tail < FrameHeader.SHORT_SIZE) {
      return FrameHeader.MAX_SIZE;
    }
    int header = FrameHeader.size(segment.memory.get(log.writePosition));
    if (tail < header) {
      return FrameHeader.MAX_SIZE;
    }
    long length = FrameHeader.bodyLength(segment.memory, log.writePosition);
    return (int) Math.max(1, Math.min(header + length - tail, header + (long) LONGEST_COMMAND));
  }

  private boolean isPooled(long body) {
    return log.copiesOut && body > ChunkPool.LARGE && body <= MOST_POOLED;
  }

  private boolean mayBorrow() {
    return bodyIsAlone
        && destination.isOpenFor(bodyArrived, bodyLeft)
        && ahead == 0
        && log.isDrained();
  }

  /**
   * The next memory for a body. Only the chunk that its header lies in may be left before it is
   * full: of memory of its own the unused rest would stay, once for every loan.
   */
  private Segment roomForBody(Segment segment) {
    if (segment.memory == null) {
      throw new OutOfMemoryError("no memory for what had arrived of a body");
    }
    bodyIsFresh = false;
    Segment next;
    if (mayBorrow()) {
      next = destination.lend(this, bodyArrived, bodyLeft);
      borrows = true;
    } else if (bodyLeft > POOLED && !isPooled(bodyArrived + bodyLeft)) {
      long size = Math.min(Math.max(bodyArrived, FIRST_PART), LARGEST_PART);
      next = Segment.arriving((int) Math.min(bodyLeft, size));
    } else {
      next = Segment.pooled(log.pool.take(ChunkPool.next(segment.pooled ? segment.capacity() : 0)));
    }
    log.link(next);
    fill = next.start;
    return next;
  }

  @Override
  public int walk() throws WireException {
    return walk(log.room());
  }

  private int walk(long room) throws WireException {
    Segment segment = log.writeSegment;
    if (segment == null) {
      return 0;
    }
    final ByteBuffer memory = segment.memory;
    final int begin = log.writePosition;
    final int end = fill;
    int at = begin;
    final long allowed = room - ahead;
    int boundary = at;
    int mark = -1; // where the first message begins that the mark does not allow
    int messages = 0;
    boolean open = log.open;
    boolean commandsBetween = false;
    try {
      while (true) {
        if (bodyLeft > 0) {
          int arrived = (int) Math.min(bodyLeft, end - at);
          at += arrived;
          bodyLeft -= arrived;
          bodyArrived += arrived;
          if (bodyLeft > 0) {
            break;
          }
          if (bodyIsLast) {
            messages++;
            boundary = at;
            open = false;
            messageBytes = 0;
            besides = 0;
          }
        }
        if (messages == allowed && !open) {
          mark = at;
        }
        if (!open && shortOnesPass) {
          // Most of what comes in number: whole short messages of one frame, up to the mark.
          int most = messages < allowed ? (int) Math.min(allowed - messages, end) : end;
          int count = 0;
          int same = NO_START; // of the one before: where it is the same again, the next is known
          int size = 0; // before its length is read
          while (count < most && end - at >= FrameHeader.SHORT_SIZE) {
            int start = memory.getShort(at); // flags and length
            if (start != same) {
              if ((start & ~0xFF) != 0) {
                break;
              }
              same = start;
              size = FrameHeader.SHORT_SIZE + start;
            }
            if (size > end - at) {
              break;
            }
            at += size;
            count++;
          }
          if (count > 0) {
            messages += count;
            boundary = at;
            continue;
          }
        }
        int left = end - at;
        if (left < FrameHeader.SHORT_SIZE) {
          break;
        }
        byte flags = memory.get(at);
        int header = FrameHeader.SHORT_SIZE;
        long length;
        if ((flags & FrameHeader.LONG) == 0) {
          length = memory.get(at + 1) & 0xFF;
        } else {
          header = FrameHeader.MAX_SIZE;
          if (left < header) {
            break;
          }
          length = memory.getLong(at + 1);
        }
        if ((flags & ~(FrameHeader.MORE | FrameHeader.LONG)) != 0) {
          checkCommand(flags, length);
          if (left < header + length) {
            break;
          }
          commands.onCommand(memory, at + header, (int) length);
          at += header + (int) length;
          if (open) {
            addBesides(header + length);
          } else {
            commandsBetween = true;
          }
          continue;
        }
        if (length < 0 || length > maximumMessageSize - messageBytes) {
          throw tooLarge(length);
        }
        if (length > Log.CONTIGUOUS) {
          at += header;
          bodyIsLast = (flags & FrameHeader.MORE) == 0;
          bodyIsAlone = bodyIsLast && !open;
          bodyIsFresh = true;
          open = true;
          messageBytes += length;
          addBesides(header);
          bodyArrived = 0;
          bodyLeft = length;
          continue;
        }
        if (left < header + length) {
          break;
        }
        at += header + (int) length;
        if ((flags & FrameHeader.MORE) == 0) {
          messages++;
          boundary = at;
          open = false;
          messageBytes = 0;
          besides = 0;
        } else {
          open = true;
          messageBytes += length;
          addBesides(header);
        }
      }
    } finally {
      log.open = open;
      log.writePosition = at;
      log.writeTotal += at - begin;
      if (messages > 0) {
        log.bound(segment, boundary, log.writeTotal - (at - boundary));
      }
      messages += ahead;
      int published = (int) Math.max(0, Math.min(room, messages));
      ahead = messages - published;
      if (published > 0) {
        long until = log.startTotal;
        if (ahead > 0) { // where messages ahead end is not kept
          until = mark < 0 ? log.publishedPosition : log.writeTotal - (at - mark);
        }
        log.publish(until, published);
      }
      messages = published;
      marked = ahead > 0 || (open && published >= room);
      if (commandsBetween && !open) {
        closeUp(memory, boundary, at);
      }
      log.unpublished = log.writeTotal - log.publishedPosition;
    }
    return messages;
  }

  /** Moves what is not walked yet to the end of the last message, over the commands between. */
  private void closeUp(ByteBuffer memory, int boundary, int at) {
    int tail = fill - at;
    memory.put(boundary, memory, at, tail);
    fill = boundary + tail;
    log.writePosition = boundary;
    log.writeTotal -= at - boundary;
  }

  private static void checkCommand(byte flags, long length) throws WireException {
    if (!FrameHeader.isLegal(flags & 0xFF)) {
      throw new WireException(
          WireException.Reason.RESERVED_FLAGS,
          "the flags octet of a frame has bits that no frame may have: 0x"
              + Integer.toHexString(flags & 0xFF));
    }
    if (length < 0 || length > LONGEST_COMMAND) {
      throw new WireException(
          WireException.Reason.FRAME_TOO_LARGE,
          "a command announces " + Long.toUnsignedString(length) + " bytes");
    }
  }

  private void addBesides(long bytes) throws WireException {
    besides += bytes;
    if (besides > mostBesides) {
      throw new WireException(
          WireException.Reason.MESSAGE_TOO_LARGE,
          "the headers of a message's frames and the commands between them take more than "
              + mostBesides
              + " bytes");
    }
  }

  private WireException tooLarge(long length) {
    if (messageBytes > 0) {
      return new WireException(
          WireException.Reason.MESSAGE_TOO_LARGE,
          "a message of more than " + maximumMessageSize + " bytes");
    }
    return new WireException(
        WireException.Reason.FRAME_TOO_LARGE,
        "a frame announces " + Long.toUnsignedString(length) + " bytes");
  }

  @Override
  public int finish() {
    int messages = 0;
    boolean overrun = ahead > 0;
    try {
      messages = walk(Long.MAX_VALUE);
    } catch (WireException | RuntimeException | Error gone) {
      // What precedes the fault is published; the connection is at its end anyway, perhaps for it.
    }
    if (log.writeSegment != null) {
      log.open = true;
      log.rollback();
      log.writeLimit = log.writeSegment.capacity();
      fill = log.writePosition;
    }
    if (overrun) {
      log.overrun();
    }
    if (borrows) {
      borrows = false;
      destination.forget();
    }
    log.unpublished = 0;
    marked = false;
    bodyLeft = 0;
    messageBytes = 0;
    besides = 0;
    return messages;
  }

  @Override
  public boolean trim() {
    if (log.writeSegment == null) {
      return true;
    }
    if (bodyLeft > 0 || ahead > 0 || fill != log.writePosition || !log.trim()) {
      return false;
    }
    fill = 0;
    filled = false;
    return true;
  }
}
