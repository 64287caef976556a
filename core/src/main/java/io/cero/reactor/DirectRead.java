package io.cero.reactor;

import java.util.function.BooleanSupplier;

/**
 * A waiting caller's only channel, which it reads without the selector where that has been paying
 * off: in a stream the next bytes lie there already, and selecting first would be a system call in
 * vain; in a ping-pong the peer cannot have answered yet, and reading first would be one.
 *
 * <p>After {@link #PATIENCE} reads in vain it is tried only now and then. After {@link #TURN} reads
 * that found something the selector has its turn, so that a stream starves no other channel, timer
 * or task of the reactor.
 *
 * <p>Of the thread inside the socket.
 */
public final class DirectRead {
  /** Reads in vain after which reading first is given up. */
  static final int PATIENCE = 4;

  /** Waits after which it is tried once more. */
  static final int RETRY = 64;

  /** Reads that found something after which the selector has its turn. */
  static final int TURN = 64;

  private final BooleanSupplier channel;
  private final Runnable begins;
  private final Runnable ends;
  private int inVain;
  private int found;

  /**
   * The reading of a channel.
   *
   * @param channel reads it; true if messages came in
   */
  public DirectRead(BooleanSupplier channel) {
    this(channel, DirectRead::nothing, DirectRead::nothing);
  }

  /**
   * The reading of a channel by a caller who wants to know when it drives.
   *
   * @param channel reads it; true if messages came in
   * @param begins called when the caller begins to drive
   * @param ends called before it leaves the reactor to others
   */
  public DirectRead(BooleanSupplier channel, Runnable begins, Runnable ends) {
    this.channel = channel;
    this.begins = begins;
    this.ends = ends;
  }

  private static void nothing() {}

  /** The caller is about to leave the reactor to others. */
  void end() {
    ends.run();
  }

  /** Reads the channel at the begin of a wait, if that is likely to find something. */
  void begin() {
    begins.run();
    if (inVain >= PATIENCE && ++inVain < PATIENCE + RETRY) {
      return;
    }
    if (read()) {
      inVain = 0;
    } else {
      inVain = Math.min(inVain + 1, PATIENCE);
    }
  }

  /** Reads the channel; true if messages came in. */
  boolean read() {
    if (!channel.getAsBoolean()) {
      return false;
    }
    found++;
    return true;
  }

  /** True if the selector has its turn now. */
  boolean isTurnOver() {
    return found >= TURN;
  }

  /** The selector had its turn. */
  void newTurn() {
    found = 0;
  }
}
