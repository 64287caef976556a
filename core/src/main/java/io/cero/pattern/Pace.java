package io.cero.pattern;

import io.cero.reactor.Burst;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How soon one message follows another that went to many peers: what tells a stream from messages
 * that are to leave at once.
 *
 * <p>A peer's link alone cannot tell. Where each link writes each message in the sender's thread, a
 * hundred writes lie between two messages of one link, and the stream looks like a quiet connection
 * for ever. So the time is measured from the end of one message, all peers included, to the
 * beginning of the next, and only while some link asks.
 *
 * <p>Owned by the thread inside the socket.
 */
public final class Pace {
  /** Nanoseconds without a message after which the next one is to leave at once. */
  private static final long QUIET = Burst.QUIET;

  /** Messages to the same peers in a row that make it likely that the next goes there too. */
  private static final int ROW = 16;

  private final LongSupplier clock;
  private long endedAt;
  private boolean asked;
  private boolean stream;

  private @Nullable Object audience;
  private int row;
  private long rowBeganAt;

  Pace() {
    this(System::nanoTime);
  }

  Pace(LongSupplier clock) {
    this.clock = clock;
    this.endedAt = clock.getAsLong() - QUIET;
  }

  /** A message is about to be published. */
  void begin() {
    asked = false;
  }

  /** True if the message under way follows another so soon that it can wait for the next. */
  public boolean isStream() {
    if (!asked) {
      asked = true;
      stream = clock.getAsLong() - endedAt < QUIET;
    }
    return stream;
  }

  /**
   * Takes note of whom the next message is for; true each time that a row of messages was for the
   * same, and they came in a stream.
   */
  boolean isRow(Object peers) {
    if (audience != peers) {
      audience = peers;
      row = 0;
    }
    if (row++ == 1) { // not for the first: audiences that alternate cost no look at the clock
      rowBeganAt = clock.getAsLong();
    }
    if (row <= ROW) {
      return false;
    }
    row = 0;
    return clock.getAsLong() - rowBeganAt < ROW * QUIET;
  }

  /** The message is published to every peer that it is for. */
  void end() {
    if (asked) {
      endedAt = clock.getAsLong();
    }
  }
}
