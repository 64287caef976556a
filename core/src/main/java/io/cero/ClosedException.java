package io.cero;

/**
 * The socket or its context is closed, or was closed while the call waited. Nothing more can be
 * done with this socket: the caller's part is to stop using it. No message was taken or sent.
 */
public final class ClosedException extends CeroException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is closed.
   *
   * @param what the closed thing, for instance {@code "the REP socket"} or {@code "the context"}
   */
  public ClosedException(String what) {
    super(what + " is closed: stop using it, and make a new one if there is more to do");
  }
}
