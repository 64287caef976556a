package io.cero.pattern;

import java.util.function.LongSupplier;

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
  public static final long QUIET = 50_000;

  private final LongSupplier clock;
  private long endedAt;
  private boolean asked;
  private boolean stream;

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

  /** The message is published to every peer that it is for. */
  void end() {
    if (asked) {
      endedAt = clock.getAsLong();
    }
  }
}
