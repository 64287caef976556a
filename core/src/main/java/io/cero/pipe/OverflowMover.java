package io.cero.pipe;

import io.cero.overflow.Movers;
import io.cero.overflow.Record;
import io.cero.overflow.Store;
import io.cero.reactor.Report;
import io.cero.reactor.Right;
import io.cero.wire.FrameHeader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What brings the messages of an {@link OverflowLog} back into its memory: takes record after
 * record from the queue and copies as many whole messages into the log as its mark and its budget
 * allow.
 *
 * <pre>
 *   [came back][next messages ...][message that the next records continue]   the current record
 *              |
 *              at
 * </pre>
 *
 * <p>All but {@link #wake} belongs to whoever holds {@link #moving}: one of the context's movers,
 * which may wait for the disk. While the log is on disk its writing end belongs here too.
 */
final class OverflowMover {
  /** Bytes after which a mover lets others have their turn. */
  private static final long TURN = 4 << 20;

  private final OverflowLog log;
  private final OverflowQueue queue;
  private final OverflowCounts counts;
  private final Movers movers;
  private final Right moving = new Right();

  private @Nullable Record current;
  private int at;
  private long bodyLeft;
  private boolean lastFrame = true;

  /** True if the frames copied last are a part of a message that is not whole. */
  private boolean midMessage;

  /** Bytes of that part. */
  private long partBytes;

  OverflowMover(OverflowLog log, OverflowQueue queue, OverflowCounts counts, Movers movers) {
    this.log = log;
    this.queue = queue;
    this.counts = counts;
    this.movers = movers;
  }

  /** Has a mover look, now or once more. Any thread. */
  void wake() {
    if (moving.tryAcquire() && !movers.execute(this::move)) {
      while (!moving.release()) {
        // The context is closed: nothing moves any more.
      }
    }
  }

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
        Report.fault(
            "io.cero.pipe",
            Level.WARNING,
            "messages on disk could not be moved; trying again soon",
            fault);
        movers.schedule(this::wake, OverflowQueue.RETRY);
      }
      over = moving.release();
    } while (!over);
  }

  /** Moves until there is no room, or nothing left; true if there is more to do at once. */
  private boolean moveSome() {
    long moved = 0;
    while (moved < TURN) {
      if (log.isGivenUp()) {
        current = null;
        dropPart();
        log.endOverflow();
        return false;
      }
      if (!log.isOverflowing()) {
        return false;
      }
      Record record = current;
      if (record == null) {
        if (!fetch()) {
          log.observer().moved();
          return false;
        }
        continue;
      }
      if (!midMessage && !log.hasRoomInMemory()) {
        log.observer().moved();
        if (log.awaitRoomInMemory()) {
          return false;
        }
      }
      moved += transfer(record);
      if (at == record.end()) {
        current = null;
        queue.recycle(record);
      }
    }
    log.observer().moved();
    return true;
  }

  /** Makes the next record the current one; false if there is nothing to do for now. */
  private boolean fetch() {
    Record next;
    try {
      next = queue.take();
    } catch (IOException damage) {
      lose(damage.toString());
      return true;
    }
    if (next == null) {
      return !log.comeBack();
    }
    current = next;
    at = Record.HEAD;
    if (!midMessage && next.start() > at) {
      skip(next);
    }
    return true;
  }

  /** The rest of a file cannot be read. */
  private void lose(String text) {
    Store.Lost lost = queue.giveUpFile();
    boolean told = count(lost.messages(), lost.bytes() + partBytes);
    dropPart();
    queue.discard(lost.file());
    if (told) {
      log.observer().lost(lost.messages(), text);
    }
  }

  /** Passes over the end of a message whose beginning is lost. */
  private void skip(Record record) {
    int bytes = record.start() - at;
    at = record.start();
    int messages = Math.min(1, record.messages());
    if (count(messages, bytes) && messages > 0) {
      log.observer().lost(1, "the beginning of this message could not be read");
    }
  }

  /** Counts messages as lost, unless they were given up before that: those are counted already. */
  private boolean count(long messages, long bytes) {
    counts.move();
    try {
      boolean first = !log.isGivenUp(); // partner: OverflowLog.end
      if (first) {
        counts.areLost(messages, bytes);
      }
      return first;
    } finally {
      counts.move();
    }
  }

  private void dropPart() {
    if (midMessage) {
      log.rollbackInMemory();
      midMessage = false;
      bodyLeft = 0;
      partBytes = 0;
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
    final long room = Math.max(1, log.room());
    final long bytes = log.roomInBytes();
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
      log.append(record.bytes(), at, here - at, 0);
      partBytes += here - at;
      at = here;
      bodyLeft = left;
      lastFrame = last;
      midMessage = true;
    }
    return (long) here - from;
  }

  private void publish(Record record, int to, int messages) {
    counts.move();
    try {
      log.append(record.bytes(), at, to - at, messages);
      counts.cameBack(messages, partBytes + to - at);
    } finally {
      counts.move();
    }
    at = to;
    bodyLeft = 0;
    midMessage = false;
    partBytes = 0;
  }
}
