package io.cero;

/**
 * The caller's buffer is too small for the message. The message stays where it was, first in turn:
 * receive again with a buffer of at least {@link #neededSize()} bytes, or as a {@link Message}.
 */
public final class BufferTooSmallException extends CeroException {
  private static final long serialVersionUID = 1L;

  /** The body's size in bytes. */
  private final long neededSize;

  /**
   * Says how much room there was and how much is needed.
   *
   * @param remaining the buffer's room, in bytes
   * @param neededSize the body's size, in bytes
   */
  public BufferTooSmallException(int remaining, long neededSize) {
    super(
        "the buffer has room for "
            + remaining
            + " bytes and the message needs "
            + neededSize
            + ": the message stays; receive it again with a larger buffer, or as a Message");
    this.neededSize = neededSize;
  }

  /** Returns the room that the message needs, in bytes. */
  public long neededSize() {
    return neededSize;
  }
}
