package io.cero.pipe;

import io.cero.overflow.Movers;
import io.cero.overflow.Place;
import io.cero.overflow.Record;
import io.cero.overflow.SegmentFile;
import io.cero.overflow.Store;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What of one queue has no room in memory, oldest first: records in files, then records that are to
 * be written to them. And whether the disk takes what it is given.
 *
 * <p>Guarded by {@link #lock}. The sender writes to disk with the lock held, the mover reads
 * without it; nobody else may take it.
 */
final class OverflowQueue {
  /** Nanoseconds after which a disk that has failed is tried again. */
  static final long RETRY = 1_000_000_000L;

  final ReentrantLock lock = new ReentrantLock();

  private final Place place;
  private final Movers movers;

  // Before the pipe is in use.
  @SuppressWarnings("NullAway.Init")
  private Runnable roomForSender;

  // With the lock held.
  private final Store store;
  private final Backlog backlog = new Backlog();
  private boolean failing;
  private long retryAt;
  private boolean retryComing;
  private boolean senderWaits;

  /** What the disk has said; empty if it was told. */
  private String untold = "";

  OverflowQueue(Place place, Movers movers) {
    this.place = place;
    this.movers = movers;
    this.store = new Store(place);
  }

  /** Has somebody told that it is worth asking for room again. Before the pipe is in use. */
  void onRoom(Runnable listener) {
    roomForSender = listener;
  }

  // ------------------------------------------------------------------ the sender's, with the lock

  /** Appends a frame. If there is no memory for it, nothing has changed. */
  void append(Outgoing body, boolean more) {
    backlog.append(body, more);
  }

  /** Drops the frames of the message under way. */
  void rollback() {
    backlog.rollback();
  }

  /** True if another message may begin; after no, the sender is told when it is worth asking. */
  boolean hasRoom() {
    boolean room = store.hasRoom() && (!failing || (isTimeToRetry() && writeOut()));
    senderWaits |= !room;
    if (!room && failing && !retryComing) {
      retryComing = movers.schedule(this::retry, RETRY);
    }
    return room;
  }

  private boolean isTimeToRetry() {
    return System.nanoTime() - retryAt >= 0;
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

  /** Writes what is ready for the disk; false if the disk fails. */
  boolean writeOut() {
    try {
      for (Record next = backlog.full(); next != null; next = backlog.full()) {
        if (failing && !isTimeToRetry()) {
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

  /** Takes what is to be told of the disk's failing; empty if that is nothing. */
  String takeFailure() {
    String text = untold;
    untold = "";
    return text;
  }

  // ------------------------------------------------------------------ both sides', with the lock

  /** True if no whole message is here. */
  boolean isEmpty() {
    return store.isEmpty() && backlog.isEmpty();
  }

  /** Gives everything up; the files are for {@link #discardAll}, without the lock. */
  List<SegmentFile> clear() {
    backlog.clear();
    senderWaits = false;
    return store.clear();
  }

  // ------------------------------------------------------------------ the mover's, without the
  // lock

  /**
   * Takes the oldest record out, from disk or from memory.
   *
   * @return null if there is none
   * @throws IOException if it cannot be read; {@link #giveUpFile} has to follow
   */
  @Nullable Record take() throws IOException {
    Store.Found found;
    Record next;
    lock.lock();
    try {
      found = store.oldest();
      next = found == null ? backlog.take() : backlog.fresh();
    } finally {
      lock.unlock();
    }
    if (found == null || next == null) {
      return next;
    }
    boolean unused = Thread.interrupted(); // a hook's, of a flush before: it would close the file
    try {
      found.readInto(next);
    } catch (RuntimeException fault) {
      throw new IOException(fault.toString(), fault);
    }
    SegmentFile done;
    lock.lock();
    try {
      done = store.take(next);
    } finally {
      lock.unlock();
    }
    if (done != null) {
      discard(done);
    }
    return next;
  }

  /** Gives a record back, for its memory. */
  void recycle(Record record) {
    lock.lock();
    try {
      backlog.recycle(record);
    } finally {
      lock.unlock();
    }
  }

  /** Gives up the rest of the oldest file: nobody can tell where its next message begins. */
  Store.Lost giveUpFile() {
    lock.lock();
    try {
      return store.giveUp();
    } finally {
      lock.unlock();
    }
  }

  /** Deletes a file that was read, and tells a sender that waits for the disk. */
  void discard(SegmentFile file) {
    place.discard(file);
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

  /** Deletes what {@link #clear} has left. */
  void discardAll(List<SegmentFile> files) {
    files.forEach(place::discard);
  }
}
