package io.cero.pipe;

import io.cero.overflow.Movers;
import io.cero.overflow.Place;
import io.cero.overflow.SegmentFile;
import io.cero.wire.FrameHeader;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An outbound log that goes on on disk where its memory ends: past the mark or the byte budget.
 *
 * <pre>
 *              a message has no room
 *   IN_MEMORY -----------------------> ON_DISK
 *      |   ^      all came back           |
 *      |   '------------------------------|
 *      | nobody will read any more        | nobody will read any more
 *      v                                  v
 *    ENDED <-------------------------- GIVEN_UP
 *               the files are given up
 * </pre>
 *
 * <p>As long as anything lies on disk every message goes there, so the order is kept. The mover
 * fills the log up to its mark whenever there is room, message by message: so the mark, and the
 * budget, bound the memory as they always do.
 *
 * <p><b>Who owns what.</b> The log's writing end belongs to the sender, but ON_DISK and GIVEN_UP to
 * the {@link OverflowMover}. The sender alone goes to ON_DISK and the mover alone leaves it and
 * GIVEN_UP, both with the lock of the {@link OverflowQueue} held; the end needs no lock. So each
 * step is a compare-and-set, which hands the writing end over.
 *
 * <p>Nobody waits for the disk but the sender, in {@link #append} and {@link #hasRoomOnDisk}, and a
 * mover.
 */
public final class OverflowLog extends Log {
  private enum State {
    IN_MEMORY,
    ON_DISK,
    GIVEN_UP,
    ENDED
  }

  /** Told what happens, on the thread on which it happens. */
  public interface Observer {
    /** The first message goes to disk: {@link #overflowEnded} will follow. */
    void overflowBegan();

    /** Messages that had overflowed were published, or there are no more: have them flushed. */
    void moved();

    /** The disk has failed, and was well before; messages that have no room wait or are dropped. */
    void failed(String text);

    /** Messages that lay on disk could not be read and are lost. */
    void lost(long messages, String text);

    /** Nothing is on disk any more. */
    void overflowEnded();
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.IN_MEMORY);
  private final OverflowCounts counts = new OverflowCounts();
  private final OverflowQueue queue;
  private final ReentrantLock lock;
  private final OverflowMover mover;

  // Before the pipe is in use.
  @SuppressWarnings("NullAway.Init")
  private Observer observer;

  @SuppressWarnings("NullAway.Init")
  private Runnable roomForSender;

  // The sender's, written with the lock held, as the mover looks at it.
  private boolean within;

  // With the lock held.
  private boolean moverIdle;

  // The sender's.
  private long messageBytes;

  /**
   * An empty log. Who asks for one here, and asks {@link #canOverflow} before it casts, has this
   * class loaded only where a queue may overflow: while it is not, the compiler knows that nothing
   * overrides a {@link Log}.
   */
  public static Log of(ChunkPool pool, int mark, long byteBudget, Place disk, Movers movers) {
    return new OverflowLog(pool, mark, byteBudget, disk, movers);
  }

  OverflowLog(ChunkPool pool, int mark, long byteBudget, Place disk, Movers movers) {
    super(pool, mark, byteBudget);
    this.queue = new OverflowQueue(disk, movers);
    this.lock = queue.lock;
    this.mover = new OverflowMover(this, queue, counts, movers);
  }

  /** Has somebody told of what happens. Before the pipe is in use. */
  public void observe(Observer who) {
    observer = who;
  }

  Observer observer() {
    return observer;
  }

  // ------------------------------------------------------------------ the sender's

  @Override
  public boolean canOverflow() {
    return true;
  }

  /** True if the writing end is the sender's. */
  private boolean isTheSenders() {
    State now = state.get();
    return now == State.IN_MEMORY || now == State.ENDED;
  }

  @Override
  public boolean hasRoom() {
    return isTheSenders() && super.hasRoom();
  }

  /** After no, the sender is told once it is worth asking again. */
  @Override
  public boolean hasRoomOnDisk() {
    State now = state.get();
    if (now == State.GIVEN_UP || now == State.ENDED) {
      return false;
    }
    boolean room;
    String failure;
    lock.lock();
    try {
      room = queue.hasRoom();
      failure = queue.takeFailure();
    } finally {
      lock.unlock();
    }
    tell(failure);
    return room;
  }

  private void tell(String failure) {
    if (!failure.isEmpty()) {
      observer.failed(failure);
    }
  }

  /** What waits ON_DISK for memory is told when everything has come back. */
  @Override
  public boolean awaitRoom() {
    lock.lock(); // so that it does not come back meanwhile
    try {
      return !isTheSenders() || super.awaitRoom();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void append(Outgoing body, boolean more) {
    boolean inMemory = !within && isTheSenders();
    if (inMemory && (isOpen() || super.hasRoom() || !hasRoomOnDisk())) {
      super.append(body, more);
      return;
    }
    final boolean taken;
    final boolean wake;
    String failure;
    lock.lock();
    try {
      taken = appendBeyond(body, more);
      wake = taken && !more && moverIdle;
      moverIdle &= !wake;
      failure = queue.takeFailure();
    } finally {
      lock.unlock();
    }
    if (!taken) {
      super.append(body, more); // nobody will read it, but it is counted
    }
    tell(failure);
    if (wake) {
      mover.wake();
    }
  }

  /** With the lock held; false if the end came before a message that was to begin here. */
  private boolean appendBeyond(Outgoing body, boolean more) {
    if (state.get() != State.ENDED) {
      queue.append(body, more);
      if (state.compareAndSet(State.IN_MEMORY, State.ON_DISK)) { // partner: end
        moverIdle = true;
        observer.overflowBegan();
      }
    }
    if (state.get() == State.ENDED && !within) {
      queue.clear(); // the frame is all there was
      return false;
    }
    within = more; // of a message whose beginning was given up the rest is counted all the same
    messageBytes += FrameHeader.size(body.length) + (long) body.length;
    if (!more) {
      counts.went(messageBytes);
      messageBytes = 0;
      queue.writeOut();
    }
    return true;
  }

  @Override
  public void rollback() {
    if (!within) {
      if (isTheSenders()) {
        super.rollback();
      }
      return;
    }
    messageBytes = 0;
    lock.lock();
    try {
      within = false;
      queue.rollback();
    } finally {
      lock.unlock();
    }
    mover.wake(); // it may have been all there was
  }

  // ------------------------------------------------------------------ anybody's

  @Override
  public boolean isOverflowing() {
    return !isTheSenders();
  }

  @Override
  public void onRoom(Runnable listener) {
    roomForSender = listener;
    queue.onRoom(listener);
    super.onRoom(this::roomInMemory);
  }

  private void roomInMemory() {
    if (isTheSenders()) {
      roomForSender.run();
    } else {
      mover.wake();
    }
  }

  @Override
  public long published() {
    return counts.steady(() -> super.published() + counts.away() + counts.lost());
  }

  @Override
  public long publishedBytes() {
    return counts.steady(() -> super.publishedBytes() + counts.awayBytes() + counts.lostBytes());
  }

  @Override
  public long unreadable() {
    return counts.lost();
  }

  @Override
  public long unreadableBytes() {
    return counts.lostBytes();
  }

  @Override
  long unwritten(Outlet outlet) {
    return counts.steady(() -> outlet.unwrittenInMemory() + counts.away());
  }

  /** What is on disk is given up: from here on nothing of it is found to be lost there. */
  @Override
  public void end() {
    State before = state.getAndUpdate(OverflowLog::atTheEnd); // partner: append, the mover
    if (before == State.ON_DISK) {
      mover.wake();
    }
  }

  private static State atTheEnd(State before) {
    return switch (before) {
      case IN_MEMORY, ENDED -> State.ENDED;
      case ON_DISK, GIVEN_UP -> State.GIVEN_UP;
    };
  }

  // ------------------------------------------------------------------ the mover's

  /** True if nobody will read what is on disk. */
  boolean isGivenUp() {
    return state.get() == State.GIVEN_UP;
  }

  boolean hasRoomInMemory() {
    return super.hasRoom();
  }

  boolean awaitRoomInMemory() {
    return super.awaitRoom();
  }

  void rollbackInMemory() {
    super.rollback();
  }

  /**
   * Hands the log back to the sender, if nothing is left.
   *
   * @return false if there is more to do at once
   */
  boolean comeBack() {
    List<SegmentFile> files;
    lock.lock();
    try {
      if (!queue.isEmpty()) {
        return false;
      }
      if (within) {
        moverIdle = true; // until the message under way is whole, or dropped
        return true;
      }
      if (!state.compareAndSet(State.ON_DISK, State.IN_MEMORY)) { // partner: end
        return false;
      }
      files = queue.clear();
    } finally {
      lock.unlock();
    }
    queue.discardAll(files);
    roomForSender.run();
    observer.overflowEnded();
    return true;
  }

  /** Gives up what nobody will read; what is counted as away stays so. */
  void endOverflow() {
    List<SegmentFile> files;
    lock.lock();
    try {
      files = queue.clear();
      state.set(State.ENDED);
    } finally {
      lock.unlock();
    }
    queue.discardAll(files);
    observer.overflowEnded();
  }
}
