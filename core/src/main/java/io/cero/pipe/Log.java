package io.cero.pipe;

import io.cero.wire.FrameHeader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;

/**
 * The pipe: a single-producer single-consumer log of frames as ZMTP 2.0 to 3.1 put them on the
 * wire, in a chain of {@link Segment segments}.
 *
 * <pre>
 *    consumed            published        writing
 *       |                    |               |
 *   [hdr|body][hdr|body][hdr|body]|[hdr|body][hdr|bo
 *   '--- segment ---'  '------ segment ------'
 * </pre>
 *
 * <p>A header always lies in one segment, and so does a frame of up to {@link #CONTIGUOUS} bytes. A
 * longer body may run on over any number of segments; one of {@link #SHARED} bytes and more that
 * may be kept by reference is a segment of its own.
 *
 * <p><b>Publication.</b> The writer releases the position, then the count. A reader of messages
 * acquires the count alone. A reader of bytes acquires the count first and the position second, so
 * the position covers at least that many messages and the count errs to the safe side.
 *
 * <p><b>Starting over.</b> When a segment is full and everything in it has been consumed, the
 * writer goes back to its start instead of taking another, and leaves a jump: "the message with
 * this number begins there". The reader can only be waiting just before that message, so it looks
 * for a jump only when it looks for new messages. An exchange of single messages therefore stays in
 * the same few cache lines.
 *
 * <p><b>Waiting.</b> {@code readerWaiting} and {@code writerWaiting} are halves of Dekker's
 * protocol: set the flag, fence, look again; the other side publishes, fences, looks at the flag.
 *
 * <p><b>Between two threads</b> ({@link #betweenThreads}, inproc) a fence for each message would
 * wait for the cache lines that the other core holds. So a writer leaves it out once it streams,
 * and says so; a reader that is about to wait for such a writer looks on until what was published
 * without a fence must have arrived. And neither end follows the other too closely: {@link Lag}.
 */
@NullUnmarked // the ends of the chain of segments are null
public sealed class Log extends LogFields.WaitFields permits OverflowLog {
  /** Longest body that always lies in one segment. */
  public static final int CONTIGUOUS = 2048;

  /** Shortest body that is kept by reference where that is allowed. */
  public static final int SHARED = 64 << 10;

  /** Publications in a row that found no reader waiting, after which they are a stream. */
  private static final int STREAM = 64;

  /** Nanoseconds after which a store is seen by everybody: it takes some hundred at most. */
  private static final long ON_ITS_WAY = 50_000;

  /** Far from where numbers end: what is consumed may be ahead of what is counted as published. */
  private static final long UNLIMITED = 1L << 62;

  // Released by the writer in publish(); acquired by the reader in refresh() and by Outlet.
  static final VarHandle PUBLISHED_POSITION;
  static final VarHandle PUBLISHED_MESSAGES;
  // Released by the reader in consumed(); acquired by the writer in hasRoom() and isDrained().
  static final VarHandle CONSUMED_POSITION;
  static final VarHandle CONSUMED_MESSAGES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PUBLISHED_POSITION = lookup.findVarHandle(Log.class, "publishedPosition", long.class);
      PUBLISHED_MESSAGES = lookup.findVarHandle(Log.class, "publishedMessages", long.class);
      CONSUMED_POSITION = lookup.findVarHandle(Log.class, "consumedPosition", long.class);
      CONSUMED_MESSAGES = lookup.findVarHandle(Log.class, "consumedMessages", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final ChunkPool pool;
  private final AtomicInteger abandonedEnds = new AtomicInteger();
  private long mark; // the writer's
  private final long byteBudget;
  private final long roomStep;
  private final long roomStepBytes;

  /**
   * An empty log.
   *
   * @param pool lends the chunks
   * @param mark messages published and not consumed at which there is no room; 0 for no limit
   * @param byteBudget bytes published and not consumed at which there is no room; 0 for no limit
   */
  public Log(ChunkPool pool, int mark, long byteBudget) {
    this.pool = pool;
    this.mark = mark == 0 ? UNLIMITED : mark;
    this.byteBudget = byteBudget == 0 ? UNLIMITED : Math.min(byteBudget, UNLIMITED);
    this.roomStep = (this.mark + 1) / 2;
    this.roomStepBytes = (this.byteBudget + 1) / 2;
    this.nextRoomCheck = roomStep;
    this.nextRoomBytes = roomStepBytes;
  }

  // ------------------------------------------------------------------ the writer's end

  @Override
  public boolean hasRoom() {
    return hasRoomAsSeen() || lookForRoom();
  }

  private boolean hasRoomAsSeen() {
    return writeMessages - seenConsumedMessages < mark && bytesLeft() > 0;
  }

  private long bytesLeft() {
    return byteBudget - (writeTotal - unpublished - seenConsumedPosition);
  }

  private boolean lookForRoom() {
    long before = seenConsumedMessages;
    lookForConsumed();
    long gained = seenConsumedMessages - before;
    if (writerLag != null && gained > 0 && gained < Lag.ENOUGH && writerLag.pause()) {
      lookForConsumed();
      writerLag.brought(seenConsumedMessages - before - gained);
    }
    return hasRoomAsSeen();
  }

  private void lookForConsumed() {
    seenConsumedMessages = (long) CONSUMED_MESSAGES.getAcquire(this);
    seenConsumedPosition = (long) CONSUMED_POSITION.getAcquire(this);
  }

  /**
   * Says that the two ends are in different threads: neither is to follow the other too closely.
   */
  public void betweenThreads() {
    writerLag = new Lag();
    readerLag = new Lag();
  }

  /** Has long bodies that may not be kept by reference pass by the log. Before it is in use. */
  public void shortcut(Shortcut way) {
    shortcut = way;
  }

  /** Adds to the mark, for the side that joined later; 0 lifts it. Called by the writer. */
  public void raiseMark(int by) {
    mark = by == 0 || mark == UNLIMITED ? UNLIMITED : mark + by;
  }

  /**
   * How many more messages the mark allows: none or less at the mark, none if the byte budget is
   * used up. Called by the writer.
   */
  public long room() {
    lookForRoom();
    long room = mark - (writeMessages - seenConsumedMessages);
    return bytesLeft() > 0 ? room : Math.min(0, room);
  }

  /** How many more bytes the budget allows before there is no room. Called by the writer. */
  public long roomInBytes() {
    lookForConsumed();
    return bytesLeft();
  }

  /** Says that what is published by now had no room: a connection has left it behind. */
  void overrun() {
    overrun = writeMessages;
  }

  /** True until the reader has consumed what a connection published without room. */
  boolean isOverrun() {
    return overrun > (long) CONSUMED_MESSAGES.getAcquire(this);
  }

  @Override
  public boolean awaitRoom() {
    writerWaiting = true; // partner: takeWriterWaiting
    VarHandle.fullFence();
    if (lookForRoom()) {
      writerWaiting = false;
      return false;
    }
    return true;
  }

  @Override
  public void append(Outgoing body, boolean more) {
    int length = body.length;
    int header = FrameHeader.size(length);
    boolean contiguous = length <= CONTIGUOUS;
    int needed = contiguous ? header + length : header;
    if (writeLimit - writePosition < needed) {
      roll(needed);
    }
    if (more && !open) {
      bound(writeSegment, writePosition, writeTotal);
    }
    ByteBuffer memory = writeSegment.memory;
    int at = writePosition;
    FrameHeader.put(memory, at, length, more ? FrameHeader.MORE : 0);
    if (contiguous) {
      body.copyTo(memory, at + header, 0, length);
      writePosition = at + needed;
    } else {
      appendLong(body, more, at, header);
      return;
    }
    writeTotal += header + (long) length;
    if (more) {
      open = true;
    } else {
      publish();
    }
  }

  /**
   * Appends what a batch holds between two points: whole messages, which become visible together,
   * or the first frames of one. There is room after {@link #makeRoom}: this cannot fail.
   */
  public void append(Batch batch, long from, long to) {
    int start = Batch.end(from);
    int length = Batch.end(to) - start;
    writeSegment.memory.put(writePosition, batch.memory, start, length);
    int messages = Batch.messages(from, to);
    if (messages == 0) {
      bound(writeSegment, writePosition, writeTotal);
      open = true;
    }
    writePosition += length;
    writeTotal += length;
    if (messages > 0) {
      publish(writeTotal, messages);
    }
  }

  /**
   * Finds room for a part of a batch in one segment: in the same again if it was read to its end.
   */
  public void makeRoom(long from, long to) {
    int length = Batch.end(to) - Batch.end(from);
    if (isDrained() || writeLimit - writePosition < length) {
      roll(length);
    }
  }

  /**
   * Appends frames that are encoded and lie together: whole messages, the first of which may have
   * begun before, or with no message a part of one.
   */
  void append(byte[] frames, int from, int length, int messages) {
    if ((!open && isDrained()) || writeLimit - writePosition < length) {
      roll(length);
    }
    if (messages == 0 && !open) {
      bound(writeSegment, writePosition, writeTotal);
      open = true;
    }
    writeSegment.memory.put(writePosition, frames, from, length);
    writePosition += length;
    writeTotal += length;
    if (messages > 0) {
      open = false;
      publish(writeTotal, messages);
    }
  }

  private boolean isDirect(Outgoing body) {
    return shortcut != null && body.length >= SHARED && !body.shareable;
  }

  /** Appends a frame whose header is written, and stores the body if it does not leave at once. */
  private void appendLong(Outgoing body, boolean more, int begin, int header) {
    final Segment segment = writeSegment;
    final long total = writeTotal;
    boolean direct = false;
    boolean whole = false;
    try {
      writePosition = begin + header;
      direct = !more && isDirect(body) && shortcut.tryEnter(body.length);
      writeTotal = total + header;
      if (!direct || !shortcut.write(body)) {
        store(body);
      }
      writeTotal += body.length;
      if (more) {
        open = true;
      } else {
        publish();
      }
      whole = true;
    } finally {
      if (!whole) {
        cutBack(segment, begin, total); // there was no memory for it
      }
      if (direct) {
        shortcut.leave(whole);
      }
    }
  }

  /** Drops everything behind a place, as if it had never been appended. */
  private void cutBack(Segment segment, int position, long total) {
    for (Segment dropped = segment.next; dropped != null; dropped = dropped.next) {
      dropped.release(pool);
    }
    segment.next = null;
    segment.end = segment.pooled ? Segment.OPEN : position;
    writeSegment = segment;
    writePosition = position;
    writeLimit = segment.pooled ? segment.capacity() : position;
    writeTotal = total;
  }

  private void store(Outgoing body) {
    if (body.shareable && body.length >= SHARED) {
      link(body.share());
      writeLimit = writePosition; // the next header needs a chunk of its own
      return;
    }
    int from = 0;
    while (from < body.length) {
      if (writePosition == writeLimit) {
        link(Segment.pooled(pool.take(ChunkPool.next(writeSegment.capacity()))));
      }
      int count = Math.min(body.length - from, writeLimit - writePosition);
      body.copyTo(writeSegment.memory, writePosition, from, count);
      writePosition += count;
      from += count;
    }
  }

  /** Makes everything appended visible: the position first, the count second. */
  private void publish() {
    open = false;
    publish(writeTotal, 1);
  }

  /** Takes note of where the last whole message ends, in the current segment. */
  void bound(Segment segment, int boundary, long total) {
    startSegment = segment;
    startPosition = boundary;
    startTotal = total;
  }

  /**
   * Makes walked messages visible.
   *
   * @param total where they end, or an earlier position if that is not known
   */
  void publish(long total, int messages) {
    writeMessages += messages;
    PUBLISHED_POSITION.setRelease(this, total);
    PUBLISHED_MESSAGES.setRelease(this, writeMessages);
  }

  /**
   * Finds room for bytes that may not break: at the start of this segment, if it was read to its
   * end, or in another. A chunk grows while its reader lags behind; a drained pipe that stores long
   * bodies stays small.
   */
  private void roll(int length) {
    Segment current = writeSegment;
    boolean pooled = current != null && current.pooled;
    if (pooled && !open && current.capacity() >= length && isDrained()) {
      startOver(current);
      return;
    }
    int size = pooled ? ChunkPool.next(current.capacity()) : ChunkPool.SMALL;
    while (size < length) {
      size = ChunkPool.next(size);
    }
    Segment next = Segment.pooled(pool.take(size));
    if (current == null) {
      startAfresh(next);
    } else {
      link(next);
    }
  }

  void startAfresh(Segment first) {
    writeSegment = first;
    oldest = first;
    startOver(first);
  }

  /** Continues at a segment's start; the reader, which has consumed everything, will jump there. */
  void startOver(Segment segment) {
    segment.end = Segment.OPEN;
    writePosition = segment.start;
    writeLimit = segment.capacity();
    jumpPosition = writeTotal;
    jumpMessages = writeMessages;
    jumpSegment = segment;
    oldest = segment;
    bound(segment, segment.start, writeTotal);
  }

  /** Seals the current segment here and goes on in the next. */
  void link(Segment next) {
    Segment current = writeSegment;
    next.messagesBefore = writeMessages;
    current.end = writePosition;
    current.next = next;
    writeSegment = next;
    writePosition = next.end == Segment.OPEN ? next.start : next.end;
    writeLimit = next.capacity();
  }

  /** True if the reader has consumed all there is, so that no segment is in its hands. */
  boolean isDrained() {
    return (long) CONSUMED_MESSAGES.getAcquire(this) == writeMessages;
  }

  @Override
  public void rollback() {
    if (!open) {
      return;
    }
    open = false;
    cutBack(startSegment, startPosition, startTotal);
  }

  /** True if a message has begun and is not complete. */
  public boolean isOpen() {
    return open;
  }

  /**
   * Gives the memory of a drained pipe back to the pool; the next message takes a small chunk anew.
   *
   * @return false if the pipe is not drained or a message is under way
   */
  public boolean trim() {
    if (writeSegment == null) {
      return true;
    }
    if (open || !isDrained()) {
      return false;
    }
    for (Segment segment = oldest; segment != null; segment = segment.next) {
      segment.release(pool);
    }
    writeSegment = null;
    oldest = null;
    startSegment = null;
    jumpSegment = null; // the reader looks there only for what is published after the next jump
    writePosition = 0;
    writeLimit = 0;
    return true;
  }

  /** Bytes appended and published so far, as the writer knows. */
  public long writtenTotal() {
    return writeTotal;
  }

  @Override
  public long published() {
    return (long) PUBLISHED_MESSAGES.getAcquire(this);
  }

  @Override
  public long publishedBytes() {
    return (long) PUBLISHED_POSITION.getAcquire(this);
  }

  @Override
  public long consumedBytes() {
    return (long) CONSUMED_POSITION.getAcquire(this);
  }

  /** Messages published, wherever they lie, of which an outlet has not written every byte. */
  long unwritten(Outlet outlet) {
    return outlet.unwrittenInMemory();
  }

  /** Goes without fences after {@link #STREAM} publications in a row that found nobody waiting. */
  @Override
  public boolean takeReaderWaitingInStream() {
    if (unanswered < STREAM) {
      if (takeReaderWaiting()) {
        unanswered = 0;
        return true;
      }
      if (writerLag != null && ++unanswered == STREAM) {
        unfenced = true;
        VarHandle.fullFence(); // before what is published without one; partner: awaitMessage
      }
      return false;
    }
    VarHandle.acquireFence(); // for the compiler: the publication stays before; see ON_ITS_WAY
    if (!readerWaiting) {
      return false;
    }
    unanswered = 0;
    unfenced = false;
    return takeReaderWaiting();
  }

  @Override
  public boolean takeReaderWaiting() {
    VarHandle.fullFence(); // after the publication; partner: awaitMessage
    if (!readerWaiting) {
      return false;
    }
    readerWaiting = false;
    return true;
  }

  @Override
  public void abandon() {
    if (abandonedEnds.incrementAndGet() < 2) {
      return;
    }
    for (Segment segment = oldest; segment != null; segment = segment.next) {
      if (!segment.pooled) {
        segment.release(pool);
      }
    }
  }

  // ------------------------------------------------------------------ the reader's end

  @Override
  public boolean hasMessage() {
    return readMessages < seenPublishedMessages || refresh();
  }

  private boolean refresh() {
    long published = (long) PUBLISHED_MESSAGES.getAcquire(this);
    if (published == readMessages) {
      return false;
    }
    if (readerLag != null && published - readMessages < Lag.ENOUGH && readerLag.pause()) {
      long before = published;
      published = (long) PUBLISHED_MESSAGES.getAcquire(this);
      readerLag.brought(published - before);
    }
    seenPublishedMessages = published;
    if (jumpMessages == readMessages) {
      jump();
    }
    return true;
  }

  private void jump() {
    Segment target = jumpSegment;
    for (Segment passed = readSegment; passed != null && passed != target; passed = passed.next) {
      passed.release(pool);
    }
    if (readSegment != target || readPosition != target.start) {
      readSegment = target;
      readPosition = target.start;
    }
  }

  @Override
  public boolean awaitMessage() {
    if (readMessages < seenPublishedMessages) {
      return false;
    }
    readerWaiting = true; // volatile, so a fence lies between; partner: takeReaderWaiting
    VarHandle.fullFence();
    if (refresh() || (unfenced && cameWithoutFence())) {
      readerWaiting = false;
      return false;
    }
    return true;
  }

  /**
   * Looks until what was published by a writer that had not seen yet that the reader waits is in.
   */
  private boolean cameWithoutFence() {
    long begin = System.nanoTime();
    do {
      Thread.onSpinWait();
      if (refresh()) {
        return true;
      }
    } while (System.nanoTime() - begin < ON_ITS_WAY);
    return false;
  }

  @Override
  public void read(Incoming frame) {
    Segment segment = readSegment;
    int at = readPosition;
    while (true) {
      while (at >= segment.end) {
        segment = passed(segment);
        at = segment.start;
        readSegment = segment;
        readPosition = at;
      }
      ByteBuffer memory = segment.memory;
      int start = memory.getShort(at); // flags and, of a short frame, the length
      int flags = start >> 8;
      int header;
      long length;
      if ((flags & FrameHeader.LONG) == 0) {
        header = FrameHeader.SHORT_SIZE;
        length = start & 0xFF;
      } else {
        header = FrameHeader.MAX_SIZE;
        length = memory.getLong(at + 1);
      }
      if ((flags & FrameHeader.COMMAND) == 0) {
        frame.set(this, segment, at + header, length, header, (flags & FrameHeader.MORE) != 0);
        return;
      }
      at += header + (int) length; // commands are contiguous
      readPosition = at;
      readTotal += header + length;
    }
  }

  @Override
  public void done(Incoming frame) {
    Segment segment = frame.segment;
    long length = frame.length;
    int at = frame.offset;
    readTotal += frame.header + length;
    if (length <= CONTIGUOUS) {
      readPosition = at + (int) length;
    } else {
      skip(segment, at, length);
    }
    if (frame.last) {
      messageConsumed();
    }
  }

  private void skip(Segment segment, int at, long length) {
    long left = length;
    while (left > 0) {
      if (at >= segment.end) {
        segment = passed(segment);
        at = segment.start;
        continue;
      }
      int count = (int) Math.min(left, segment.bound() - at);
      at += count;
      left -= count;
    }
    readSegment = segment;
    readPosition = at;
    if (!segment.pooled && at >= segment.end) {
      segment.release(pool); // a body by reference: its hook need not wait for what follows
    }
  }

  private Segment passed(Segment segment) {
    Segment next = segment.next;
    segment.release(pool);
    return next;
  }

  private void messageConsumed() {
    long consumed = ++readMessages;
    CONSUMED_POSITION.setRelease(this, readTotal);
    CONSUMED_MESSAGES.setRelease(this, consumed);
    if (consumed >= nextRoomCheck || readTotal >= nextRoomBytes) {
      nextRoomCheck = consumed + roomStep;
      nextRoomBytes = readTotal + roomStepBytes;
      reportRoom();
    }
  }

  /** Tells a waiting writer that there is room. */
  void reportRoom() {
    if (takeWriterWaiting() && roomListener != null) {
      roomListener.run();
    }
  }

  @Override
  public boolean takeWriterWaiting() {
    VarHandle.fullFence(); // after the consumption; partner: awaitRoom
    if (!writerWaiting) {
      return false;
    }
    writerWaiting = false;
    return true;
  }

  @Override
  public void onRoom(Runnable listener) {
    roomListener = listener;
  }

  @Override
  public long consumed() {
    return (long) CONSUMED_MESSAGES.getAcquire(this);
  }
}
