package io.cero;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A blocking call reached its timeout with nothing done: no message was taken or sent, and the
 * socket remains usable. Call again, do something else first, or give it longer with {@link
 * SocketOptions#sendTimeout(Duration)} or {@link SocketOptions#receiveTimeout(Duration)}.
 */
public final class TimedOutException extends CeroException {
  private static final long serialVersionUID = 1L;

  /** How long the call waited at most. */
  private final Duration timeout;

  /**
   * Says which call timed out, and after how long.
   *
   * @param operation the call, for instance {@code "send"}
   * @param timeout how long it was allowed to wait
   */
  public TimedOutException(String operation, Duration timeout) {
    super(
        operation
            + " did not finish within "
            + TimeUnit.MILLISECONDS.convert(timeout)
            + " ms and did nothing: call again, or allow a longer timeout");
    this.timeout = timeout;
  }

  /** Returns how long the call was allowed to wait. */
  public Duration timeout() {
    return timeout;
  }
}
