package io.cero;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A socket that receives.
 *
 * <p>A message comes in whole or not at all. {@code receive} waits for one, at most as long as the
 * option {@link SocketOptions#receiveTimeout()} says.
 *
 * <p>All methods throw {@link ClosedException}, {@link InterruptedOperationException} and {@link
 * ConcurrentUseException} as {@link Socket} says.
 */
public sealed interface Receiver
    permits PairSocket,
        SubSocket,
        XPubSocket,
        XSubSocket,
        ReqSocket,
        RepSocket,
        DealerSocket,
        RouterSocket,
        PullSocket,
        StreamSocket {

  /**
   * Receives a message.
   *
   * @throws TimedOutException after the socket's receive timeout
   */
  default Message receive() {
    Socket socket = (Socket) this;
    Message message = socket.receiveMessage(socket.receiveNanos());
    if (message == null) {
      throw socket.receiveTimedOut();
    }
    return message;
  }

  /**
   * Receives a message of one frame as text in UTF-8. Any peer may send several frames: a service
   * that is to outlive that uses {@link #receive()}.
   *
   * @throws TimedOutException after the socket's receive timeout
   * @throws IllegalStateException if the message has several frames; it is consumed
   */
  default String receiveText() {
    return receive().text();
  }

  /**
   * Receives the next frame: a message of one frame, or a frame of a message of several; {@link
   * #hasMore} says whether more follow.
   *
   * @throws TimedOutException after the socket's receive timeout
   */
  default byte[] receiveFrame() {
    Socket socket = (Socket) this;
    byte[] body = socket.receiveFrame(socket.receiveNanos());
    if (body == null) {
      throw socket.receiveTimedOut();
    }
    return body;
  }

  /**
   * Receives the next frame as text in UTF-8; {@link #hasMore} says whether more follow.
   *
   * @throws TimedOutException after the socket's receive timeout
   */
  default String receiveFrameText() {
    return new String(receiveFrame(), StandardCharsets.UTF_8);
  }

  /**
   * Receives the next frame into a buffer, at its position, which moves behind it. Allocates
   * nothing. {@link #hasMore} says whether more frames follow.
   *
   * <p>What remains of the buffer may have been written to, up to its limit: behind the frame, and
   * after an exception, a timeout's too, from its position on. A long body arrives there while the
   * call waits. Nothing is written to it after the call.
   *
   * @return bytes of the frame
   * @throws BufferTooSmallException if the frame is longer than what remains of the buffer; it
   *     stays to be received
   * @throws TimedOutException after the socket's receive timeout
   */
  default int receive(ByteBuffer into) {
    Socket socket = (Socket) this;
    int length = socket.receiveFrame(into, socket.receiveNanos());
    if (length == Socket.NOTHING) {
      throw socket.receiveTimedOut();
    }
    return length;
  }

  /** True if the frame received last is followed by more of the same message. */
  default boolean hasMore() {
    return ((Socket) this).hasMoreFrames();
  }

  /**
   * Receives a message if one comes within a time.
   *
   * @return the message; empty if the time was over
   */
  default Optional<Message> receive(Duration timeout) {
    return Optional.ofNullable(
        ((Socket) this).receiveMessage(OptionCheck.nanos("timeout", timeout)));
  }

  /**
   * Receives a message if one is there.
   *
   * @return the message; empty if there is none
   */
  default Optional<Message> tryReceive() {
    return Optional.ofNullable(((Socket) this).receiveMessage(0));
  }

  /**
   * Receives the next frame into a buffer if one is there, as {@link #receive(ByteBuffer)} does.
   *
   * @return bytes of the frame, or {@link Socket#NOTHING}
   * @throws BufferTooSmallException if the frame is longer than what remains of the buffer; it
   *     stays to be received
   */
  default int tryReceive(ByteBuffer into) {
    return ((Socket) this).receiveFrame(into, 0);
  }
}
