package io.cero;

/**
 * The calling thread was interrupted before or while it waited. The thread's interrupt flag stays
 * set, no message was taken or sent, and the socket remains usable: clear the flag with {@link
 * Thread#interrupted()} and call again, or close the socket and end.
 */
public final class InterruptedOperationException extends CeroException {
  private static final long serialVersionUID = 1L;

  /**
   * Says which call was interrupted.
   *
   * @param operation the call, for instance {@code "receive"}
   */
  public InterruptedOperationException(String operation) {
    super(
        operation
            + " was interrupted and did nothing; the thread's interrupt flag is still set:"
            + " clear it with Thread.interrupted() to go on with this socket, or close it");
  }
}
