package io.cero.pipe;

/**
 * The way past a pipe in which nothing waits: a long body leaves straight from the sender's memory,
 * and only if the channel does not take all of it, is stored as any other.
 *
 * <p>Called by the pipe's writer, while it appends the frame that ends a message.
 */
public interface Shortcut {
  /**
   * Takes it, after writing what waits in the pipe. After true {@link #leave} must follow.
   *
   * @param length bytes of the body; a longer one may wait longer for the channel
   * @return false if the message is to be stored: something still waits, there is no connection, or
   *     somebody else writes to it
   */
  boolean tryEnter(int length);

  /**
   * Writes what the pipe holds of the message, up to the body's header, and the body, as far as the
   * channel takes them.
   *
   * @return true if it took all, so that the body need not be stored
   */
  boolean write(Outgoing body);

  /**
   * Goes on as ever, behind what was written.
   *
   * @param published false if the body was not stored, for want of memory, and the message is given
   *     up: a connection that has a part of it is given up as well
   */
  void leave(boolean published);
}
