package io.cero.pipe;

/**
 * One direction between two sides: frames go in at the writer's end and come out, whole message by
 * whole message, at the reader's.
 *
 * <p>A message becomes visible when its last frame is appended. Each end belongs to one thread at a
 * time (or to whoever holds the right that guards it); the two ends need nothing else to be safe.
 *
 * <p><b>Marks.</b> {@link #hasRoom} says no once the messages published and not yet consumed reach
 * the high-water mark, or their bytes the byte budget. It is asked before the first frame of a
 * message: one under way always completes.
 */
public abstract sealed class Pipe permits LogFields.WriterFields, Slot {

  // ---- the writer's end

  /** True if a new message may begin. */
  public abstract boolean hasRoom();

  /**
   * Says that the writer waits for room: after true the reader calls its listener once there is
   * some. False means that there is room already.
   */
  public abstract boolean awaitRoom();

  /** True if messages for which there is no room in memory may go to disk, where there is some. */
  public boolean canOverflow() {
    return false;
  }

  /** True if a new message may begin although {@link #hasRoom} says no: it goes to disk. */
  public boolean hasRoomOnDisk() {
    return false;
  }

  /** True from the first message that went to disk until the last has come back. Any thread. */
  public boolean isOverflowing() {
    return false;
  }

  /** Appends a frame; without {@code more} it is the last one and the message becomes visible. */
  public abstract void append(Outgoing body, boolean more);

  /** Drops the frames of a message whose last frame was not appended. */
  public abstract void rollback();

  /** Messages published so far, those among them that can never be read. Any thread. */
  public abstract long published();

  // ---- the reader's end

  /** True if a whole message is there. */
  public abstract boolean hasMessage();

  /**
   * Says that the reader is about to wait: after true the writer's next publication reports to its
   * listener. False means that there is a message already.
   */
  public abstract boolean awaitMessage();

  /** Describes the next frame without consuming it. Only after {@link #hasMessage} said true. */
  public abstract void read(Incoming frame);

  /** Consumes the frame that {@link #read} described; after the last one, the message. */
  public abstract void done(Incoming frame);

  /** Messages consumed so far. Any thread. */
  public abstract long consumed();

  /**
   * Reports a publication to a reader that waits.
   *
   * <p>The writer calls it after publishing where nobody else looks after the reader.
   *
   * @return true if the reader was waiting and is to be told
   */
  public abstract boolean takeReaderWaiting();

  /**
   * The same for a writer that calls it after every message of what may be a stream, in which the
   * pipe may spare it the fences.
   */
  public boolean takeReaderWaitingInStream() {
    return takeReaderWaiting();
  }

  /** True once, if the writer was waiting for room. Called by the reader's end. */
  public abstract boolean takeWriterWaiting();

  /** Called by the reader's end, on its thread, when there is room again for a waiting writer. */
  public abstract void onRoom(Runnable listener);

  /**
   * Says that one of the two ends will not touch the pipe any more; each end says so once. When
   * both have, what lies here is given up, and the hooks of bodies by reference run.
   */
  public void abandon() {}

  /**
   * Says that nobody will read here any more, whatever is written. Called by the reader's end, any
   * number of times.
   */
  public void end() {}

  /** Bytes of what was published so far, frame headers among them. Any thread. */
  public abstract long publishedBytes();

  /** Bytes consumed so far. Any thread. */
  public abstract long consumedBytes();

  /** Messages, of those consumed, that a newer one replaced unread. Any thread. */
  public long conflated() {
    return 0;
  }

  /** Messages, of those consumed, that the reader has taken. Any thread. */
  public long taken() {
    return consumed();
  }

  /** Messages, of those published, that can never be read. Any thread. */
  public long unreadable() {
    return 0;
  }

  /** Their bytes. Any thread. */
  public long unreadableBytes() {
    return 0;
  }

  /** Messages that lie here unread, as an outside observer sees them. */
  public final long queued() {
    long gone = consumed() + unreadable();
    return Math.max(0, published() - gone);
  }

  /** Their bytes, frame headers among them. */
  public final long queuedBytes() {
    long gone = consumedBytes() + unreadableBytes();
    return Math.max(0, publishedBytes() - gone);
  }
}
