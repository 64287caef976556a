package io.cero;

/**
 * A REQ or REP socket was used out of turn: a REQ sends, then receives; a REP receives, then sends
 * (RFC 28). The socket is unharmed; make the call that is due. A REQ that is to give up on a reply
 * and send again is made with {@link ReqOptions#relaxed(boolean)}.
 */
public final class OutOfTurnException extends CeroException {
  private static final long serialVersionUID = 1L;

  /**
   * Says whose turn it is.
   *
   * @param message what was called, and what is due instead
   */
  public OutOfTurnException(String message) {
    super(message);
  }

  /** Returns the refusal of a send on a REQ whose reply is still outstanding. */
  public static OutOfTurnException requestAwaitsReply() {
    return new OutOfTurnException(
        "this REQ socket has sent a request: receive its reply before the next send, or make the"
            + " socket with relaxed(true) to give the outstanding request up");
  }

  /** Returns the refusal of a receive on a REQ that has sent nothing. */
  public static OutOfTurnException noRequestSent() {
    return new OutOfTurnException(
        "this REQ socket has no request outstanding: send one before the next receive");
  }

  /** Returns the refusal of a send on a REP that holds no request. */
  public static OutOfTurnException noRequestReceived() {
    return new OutOfTurnException(
        "this REP socket has no request to answer: receive one before the next send");
  }

  /** Returns the refusal of a receive on a REP that has not answered the request it holds. */
  public static OutOfTurnException replyIsDue() {
    return new OutOfTurnException(
        "this REP socket has received a request: send its reply before the next receive");
  }
}
