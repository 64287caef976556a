package io.cero;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket that sends.
 *
 * <p>A message goes out whole or not at all. {@code send} waits while the pattern says so (a PUSH
 * without a peer that has room waits, a PUB never does), at most as long as the option {@link
 * SocketOptions#sendTimeout()} says. Nothing waits for the network: a message that was sent is in a
 * queue, or dropped and counted where the pattern drops.
 *
 * <p>All methods throw {@link ClosedException}, {@link InterruptedOperationException} and {@link
 * ConcurrentUseException} as {@link Socket} says.
 */
public sealed interface Sender
    permits PairSocket,
        PubSocket,
        XPubSocket,
        XSubSocket,
        ReqSocket,
        RepSocket,
        DealerSocket,
        RouterSocket,
        PushSocket,
        StreamSocket {

  /**
   * Sends a message.
   *
   * @throws TimedOutException after the socket's send timeout; nothing was sent
   */
  default void send(Message message) {
    Socket socket = (Socket) this;
    if (!socket.sendMessage(message, socket.sendNanos())) {
      throw socket.sendTimedOut();
    }
  }

  /**
   * Sends a message in its envelope: addresses, delimiter, body.
   *
   * @throws TimedOutException after the socket's send timeout; nothing was sent
   */
  default void send(Envelope envelope) {
    send(envelope.toMessage());
  }

  /**
   * Sends a message of one frame. The array is the caller's again on return.
   *
   * @throws TimedOutException after the socket's send timeout; nothing was sent
   */
  default void send(byte[] body) {
    Socket socket = (Socket) this;
    if (!socket.sendFrame(body, 0, body.length, false, socket.sendNanos())) {
      throw socket.sendTimedOut();
    }
  }

  /**
   * Sends a message of one frame, text in UTF-8.
   *
   * @throws TimedOutException after the socket's send timeout; nothing was sent
   */
  default void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends a message of several frames, text in UTF-8.
   *
   * @throws TimedOutException after the socket's send timeout; nothing was sent
   */
  default void send(String first, String... more) {
    String[] frames = new String[more.length + 1];
    frames[0] = first;
    System.arraycopy(more, 0, frames, 1, more.length);
    send(Message.of(frames));
  }

  /**
   * Sends what remains of a buffer as a message of one frame, and moves its position to its limit.
   * Allocates nothing; the buffer is the caller's again on return.
   *
   * @throws TimedOutException after the socket's send timeout; nothing was sent
   */
  default void send(ByteBuffer body) {
    Socket socket = (Socket) this;
    if (!socket.sendFrame(body, null, false, socket.sendNanos())) {
      throw socket.sendTimedOut();
    }
  }

  /**
   * Sends what remains of a buffer as a message of one frame without copying it if it is long. The
   * buffer must not be changed until the hook has run.
   *
   * @param release runs exactly once, on any thread, when the buffer is no longer needed; it does
   *     not run if the call throws
   * @throws TimedOutException after the socket's send timeout; nothing was sent
   */
  default void send(ByteBuffer body, Runnable release) {
    Socket socket = (Socket) this;
    if (!socket.sendFrame(body, release, false, socket.sendNanos())) {
      throw socket.sendTimedOut();
    }
  }

  /**
   * Sends a frame of a message of which more frames follow.
   *
   * @throws TimedOutException after the socket's send timeout; nothing was sent
   */
  default void sendMore(byte[] body) {
    Socket socket = (Socket) this;
    if (!socket.sendFrame(body, 0, body.length, true, socket.sendNanos())) {
      throw socket.sendTimedOut();
    }
  }

  /**
   * Sends a frame of a message of which more frames follow, text in UTF-8.
   *
   * @throws TimedOutException after the socket's send timeout; nothing was sent
   */
  default void sendMore(String text) {
    sendMore(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends a message if that is possible within a time.
   *
   * @return false if the time was over; nothing was sent then
   */
  default boolean send(Message message, Duration timeout) {
    return ((Socket) this).sendMessage(message, OptionCheck.nanos("timeout", timeout));
  }

  /**
   * Sends a message if that is possible at once.
   *
   * @return false if it would have to wait; nothing was sent then
   */
  default boolean trySend(Message message) {
    return ((Socket) this).sendMessage(message, 0);
  }

  /**
   * Sends a message of one frame if that is possible at once.
   *
   * @return false if it would have to wait; nothing was sent then
   */
  default boolean trySend(byte[] body) {
    return ((Socket) this).sendFrame(body, 0, body.length, false, 0);
  }

  /**
   * Sends a message of one frame if that is possible at once, text in UTF-8.
   *
   * @return false if it would have to wait; nothing was sent then
   */
  default boolean trySend(String text) {
    return trySend(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends what remains of a buffer as a message of one frame if that is possible at once, and moves
   * its position to its limit then.
   *
   * @return false if it would have to wait; nothing was sent then
   */
  default boolean trySend(ByteBuffer body) {
    return ((Socket) this).sendFrame(body, (@Nullable Runnable) null, false, 0);
  }
}
