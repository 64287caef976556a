package io.cero.pipe;

import io.cero.overflow.Movers;
import io.cero.overflow.Place;
import io.cero.overflow.Record;
import io.cero.overflow.SegmentFile;
import io.cero.overflow.Store;
import io.cero.reactor.Right;
import io.cero.wire.FrameHeader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An outbound log that goes on on disk where its memory ends: past the mark or the byte budget.
 *
 * <pre>
 *              a message has no room                      all came back
 *   IN_MEMORY -----------------------> ON_DISK -----------------------------> IN_MEMORY
 *      the sender writes the log         the sender writes records,
 *                                        a mover reads them and writes the log
 * </pre>
 *
 * <p>As long as anything lies on disk every message goes there, so the order is kept. The mover
 * fills the log up to its mark whenever there is room, message by message: so the mark, and the
 * budget, bound the memory as they always do.
 *
 * <p><b>Who owns what.</b> The log's writing end belongs to the sender IN_MEMORY, and ON_DISK to
 * the mover: whoever holds {@link #moving}. The sender alone begins ON_DISK, the mover alone ends
 * it, both with {@link #lock} held, and the volatile {@link #whither} hands the writing end over.
 * Store and backlog are guarded by the lock. The sender writes to disk with the lock held, the
 * mover reads without it; of others only who asks for statistics waits for it.
 */
public final class OverflowLog extends Log {
  /** Where a message goes. */
  private enum Whither {
    IN_MEMORY,
    ON_DISK
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

  private static final long RETRY = 1_000_000_000L;

  /** Bytes after which a mover lets others have their turn. */
  private static final long TURN = 4 << 20;

  private final Place disk;
  private final Movers movers;
  private final Right moving = new Right();
  private final ReentrantLock lock = new ReentrantLock();

  // Before the pipe is in use.
  @SuppressWarnings("NullAway.Init")
  private Observer observer;

  @SuppressWarnings("NullAway.Init")
  private Runnable roomForSender;

  // With the lock held; the sender reads it to know what is its own.
  private volatile Whither whither = Whither.IN_MEMORY;

  // Any thread, once.
  private volatile boolean ended;

  // With the lock held.
  private final Store store;
  private final Backlog backlog = new Backlog();
  private boolean failing;
  private long retryAt;
  private boolean retryComing;
  private boolean senderWaits;
  private boolean moverIdle;

  // The sender's; the first with the lock held, as the mover looks at it.
  private boolean within;
  private long messageBytes;

  /** What the disk has said; empty if it was told. */
  private String untold = "";

  // The mover's.
  private @Nullable Record current;
  private int at;
  private long bodyLeft;
  private boolean lastFrame = true;

  /** True if the frames moved last are a part of a message that is not whole. */
  private boolean midMessage;

  // Messages and bytes that overflowed and were not published yet: added by the sender, taken off
  // by the mover. While the number is odd a move is under way.
  private final AtomicLong away = new AtomicLong();
  private final AtomicLong awayBytes = new AtomicLong();
  private volatile long moves;

  // Messages that are away no more and were never published: for the account.
  private final AtomicLong unreadable = new AtomicLong();
  private final AtomicLong givenUp = new AtomicLong(); // with the lock held

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
    this.disk = disk;
    this.movers = movers;
    this.store = new Store(disk);
  }

  /** Has somebody told of what happens. Before the pipe is in use. */
  public void observe(Observer who) {
    observer = who;
  }

  // ------------------------------------------------------------------ the sender's

  @Override
  public boolean canOverflow() {
    return true;
  }

  @Override
  public boolean isOverflowing() {
    return whither == Whither.ON_DISK;
  }

  @Override
  public boolean hasRoom() {
    return whither == Whither.IN_MEMORY && super.hasRoom();
  }

  /** After no, the sender is told once it is worth asking again. */
  @Override
  public boolean hasRoomOnDisk() {
    if (ended) {
      return false;
    }
    boolean room;
    lock.lock();
    try {
      room = store.hasRoom() && (!failing || (System.nanoTime() - retryAt >= 0 && writeOut()));
      senderWaits |= !room;
      if (!room && failing && !retryComing) {
        retryComing = movers.schedule(this::retry, RETRY);
      }
    } finally {
      lock.unlock();
    }
    tellFailure();
    return room;
  }

  /** What waits ON_DISK for memory is told when everything has come back. */
  @Override
  public boolean awaitRoom() {
    lock.lock(); // so that it does not come back meanwhile
    try {
      return whither == Whither.ON_DISK || super.awaitRoom();
    } finally {
      lock.unlock();
    }
  }

  private void retry() {
    lock.lock();
    try {
      retryComing = false;
    } finally {
      lock.unlock();
    }
    roomForSender.run();
  }

  @Override
  public void append(Outgoing body, boolean more) {
    boolean inMemory = whither == Whither.IN_MEMORY && !within;
    if (inMemory && (isOpen() || super.hasRoom() || !hasRoomOnDisk())) {
      super.append(body, more);
      return;
    }
    boolean began = false;
    boolean wake = false;
    lock.lock();
    try {
      if (ended && whither == Whither.IN_MEMORY) {
        within = false; // nobody will read it
        return;
      }
      backlog.append(body, more);
      began = whither == Whither.IN_MEMORY;
      if (began) {
        whither = Whither.ON_DISK;
        moverIdle = true;
        observer.overflowBegan();
      }
      within = more;
      messageBytes += FrameHeader.size(body.length) + (long) body.length;
      if (!more) {
        awayBytes.addAndGet(messageBytes);
        away.incrementAndGet();
        messageBytes = 0;
        writeOut();
        wake = moverIdle;
        moverIdle = false;
      }
    } finally {
      lock.unlock();
    }
    tellFailure();
    if (wake || (began && ended)) {
      wake();
    }
  }

  /** Writes what is ready for the disk; false if the disk fails. With the lock held. */
  private boolean writeOut() {
    try {
      for (Record next = backlog.full(); next != null; next = backlog.full()) {
        if (failing && System.nanoTime() - retryAt < 0) {
          return false;
        }
        store.append(next);
        backlog.written();
      }
      failing = false;
      return true;
    } catch (IOException | RuntimeException fault) {
      untold = failing ? "" : fault.toString();
      failing = true;
      retryAt = System.nanoTime() + RETRY;
      return false;
    }
  }

  /** Tells that the disk has failed, without the lock. */
  private void tellFailure() {
    String text = untold;
    if (!text.isEmpty()) {
      untold = "";
      observer.failed(text);
    }
  }

  @Override
  public void rollback() {
    if (!within) {
      if (whither == Whither.IN_MEMORY) {
        super.rollback();
      }
      return;
    }
    messageBytes = 0;
    lock.lock();
    try {
      within = false;
      backlog.rollback();
    } finally {
      lock.unlock();
    }
    wake(); // it may have been all there was
  }

  // ------------------------------------------------------------------ anybody's

  @Override
  public void onRoom(Runnable listener) {
    roomForSender = listener;
    super.onRoom(this::roomInMemory);
  }

  private void roomInMemory() {
    if (whither == Whither.ON_DISK) {
      wake();
    } else {
      roomForSender.run();
    }
  }

  /** Has the mover look, now or once more. */
  private void wake() {
    if (moving.tryAcquire() && !movers.execute(this::move)) {
      while (!moving.release()) {
        // The context is closed: nothing moves any more.
      }
    }
  }

  @Override
  public long published() {
    for (int tries = 1; ; tries++) {
      long before = moves;
      long sum = away.get() + super.published();
      if ((before & 1) == 0 && before == moves) {
        return sum;
      }
      if ((tries & 63) == 0) {
        LockSupport.parkNanos(this, 1_000); // the mover has lost its core meanwhile
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** Waits for who holds the lock, so that what is given up counts once. */
  @Override
  public long everPublished() {
    lock.lock();
    try {
      return published() + givenUp.get() + unreadable.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long unreadable() {
    return unreadable.get();
  }

  @Override
  public long queuedBytes() {
    return awayBytes.get() + super.queuedBytes();
  }

  /** Says that nobody will read it any more: what is on disk is given up. */
  public void end() {
    ended = true;
    if (whither == Whither.ON_DISK) {
      wake(); // partner: append
    }
  }

  // ------------------------------------------------------------------ the mover's

  private void move() {
    boolean over;
    do {
      try {
        if (moveSome()) {
          if (movers.execute(this::move)) {
            return; // with the right held, after others
          }
        }
      } catch (RuntimeException | Error fault) {
        System.getLogger("io.cero.pipe")
            .log(Level.WARNING, "messages on disk could not be moved; trying again soon", fault);
        movers.schedule(this::wake, RETRY);
      }
      over = moving.release();
    } while (!over);
  }

  /** Moves until there is no room, or nothing left; true if there is more to do at once. */
  private boolean moveSome() {
    long moved = 0;
    while (moved < TURN) {
      if (ended) {
        giveUp();
        return false;
      }
      if (whither == Whither.IN_MEMORY) {
        return false;
      }
      Record record = current;
      if (record == null) {
        if (!fetch()) {
          observer.moved();
          return false;
        }
        continue;
      }
      if (!midMessage && !super.hasRoom()) {
        observer.moved();
        if (super.awaitRoom()) {
          return false;
        }
      }
      moved += transfer(record);
      if (at == record.end()) {
        current = null;
        recycle(record);
      }
    }
    observer.moved();
    return true;
  }

  private void recycle(Record record) {
    lock.lock();
    try {
      backlog.recycle(record);
    } finally {
      lock.unlock();
    }
  }

  /** Makes the next record the current one; false if there is none. */
  private boolean fetch() {
    Record next = null;
    Store.Found found = null;
    lock.lock();
    try {
      found = store.oldest();
      next = found == null ? backlog.take() : backlog.fresh();
      if (next == null && within) {
        moverIdle = true; // until the message under way is whole, or dropped
        return false;
      }
    } finally {
      lock.unlock();
    }
    if (next == null) {
      return !comeBack();
    }
    if (found != null && !read(found, next)) {
      return true;
    }
    current = next;
    at = Record.HEAD;
    if (!midMessage && next.start() > at) {
      skip(next);
    }
    return true;
  }

  private boolean read(Store.Found found, Record into) {
    try {
      found.readInto(into);
    } catch (IOException | RuntimeException damage) {
      lose(damage.toString());
      return false;
    }
    SegmentFile done;
    lock.lock();
    try {
      done = store.take(into);
    } finally {
      lock.unlock();
    }
    if (done != null) {
      discard(done);
    }
    return true;
  }

  /** The rest of the segment cannot be read, and nobody can tell where its next message begins. */
  private void lose(String text) {
    Store.Lost lost;
    lock.lock();
    try {
      lost = store.giveUp();
    } finally {
      lock.unlock();
    }
    if (midMessage) {
      super.rollback();
      midMessage = false;
      bodyLeft = 0;
    }
    unreadable.addAndGet(lost.messages());
    awayBytes.addAndGet(-lost.bytes());
    away.addAndGet(-lost.messages());
    discard(lost.file());
    observer.lost(lost.messages(), text);
  }

  /** Passes over the end of a message whose beginning is lost. */
  private void skip(Record record) {
    awayBytes.addAndGet(at - record.start());
    at = record.start();
    if (record.messages() > 0) {
      unreadable.incrementAndGet();
      away.decrementAndGet();
      observer.lost(1, "the beginning of this message could not be read");
    }
  }

  /** Deletes a file that was read, and tells a sender that waits for the disk. */
  private void discard(SegmentFile file) {
    disk.discard(file);
    boolean tell;
    lock.lock();
    try {
      retryAt = System.nanoTime();
      tell = senderWaits && store.hasRoom();
      senderWaits &= !tell;
    } finally {
      lock.unlock();
    }
    if (tell) {
      roomForSender.run();
    }
  }

  /**
   * Takes whole messages from the current record, as many as there is room for, and a part of one
   * where the record has no more of it.
   *
   * @return how many bytes
   */
  private long transfer(Record record) {
    final int from = at;
    final int end = record.end();
    final long room = Math.max(1, super.room());
    final long bytes = super.roomInBytes();
    int here = from;
    int whole = from;
    int messages = 0;
    long left = bodyLeft;
    boolean last = lastFrame;
    boolean mid = midMessage;
    while (here < end && (mid || (messages < room && here - from <= bytes))) {
      if (left == 0) {
        byte flags = record.memory.get(here);
        left = FrameHeader.bodyLength(record.memory, here);
        last = (flags & FrameHeader.MORE) == 0;
        here += FrameHeader.size(flags);
        mid = true;
      }
      int step = (int) Math.min(left, end - here);
      here += step;
      left -= step;
      if (left == 0 && last) {
        mid = false;
        messages++;
        whole = here;
      }
    }
    if (messages > 0) {
      publish(record, whole, messages);
    }
    if (here > at) {
      super.append(record.bytes(), at, here - at, 0);
      awayBytes.addAndGet((long) at - here);
      at = here;
      bodyLeft = left;
      lastFrame = last;
      midMessage = true;
    }
    return (long) here - from;
  }

  private void publish(Record record, int to, int messages) {
    markMove();
    try {
      super.append(record.bytes(), at, to - at, messages);
      away.addAndGet(-messages);
    } finally {
      markMove();
    }
    awayBytes.addAndGet(at - to);
    at = to;
    bodyLeft = 0;
    midMessage = false;
  }

  /** Begins a move, or ends it: {@link #published} looks at it again. */
  private void markMove() {
    long next = moves + 1; // the mover alone writes
    moves = next;
  }

  /** Hands the log back to the sender; false if a message has come meanwhile. */
  private boolean comeBack() {
    List<SegmentFile> files;
    lock.lock();
    try {
      if (within || !store.isEmpty() || !backlog.isEmpty()) {
        return false;
      }
      files = leaveDisk();
    } finally {
      lock.unlock();
    }
    files.forEach(disk::discard);
    roomForSender.run();
    observer.overflowEnded();
    return true;
  }

  /** With the lock held. */
  private List<SegmentFile> leaveDisk() {
    backlog.clear();
    senderWaits = false;
    whither = Whither.IN_MEMORY;
    return store.clear();
  }

  /** Nobody reads the log any more. */
  private void giveUp() {
    if (whither == Whither.IN_MEMORY) {
      return;
    }
    if (midMessage) {
      super.rollback();
      midMessage = false;
      bodyLeft = 0;
    }
    current = null;
    List<SegmentFile> files;
    lock.lock();
    try {
      givenUp.addAndGet(away.getAndSet(0));
      awayBytes.set(0);
      files = leaveDisk();
    } finally {
      lock.unlock();
    }
    files.forEach(disk::discard);
    observer.overflowEnded();
  }
}
