package io.cero.wire;

import java.nio.ByteBuffer;

/**
 * How the frames of a connection are changed on their way to the wire and back, where a mechanism
 * protects its traffic (RFC 37, "Wire Analysis of the Connection": an encrypted frame is a
 * command).
 *
 * <p>Stateful, as ciphers count what they have seen: frames are sealed in the order in which they
 * are sent and opened in the order in which they came, each exactly once. Sealing and opening may
 * happen on two different threads at the same time; neither of them on two.
 */
public interface FrameCodec {
  /** The size of the whole sealed frame, header included, for a plain body of that length. */
  long sealedSize(long bodyLength);

  /**
   * Writes one whole sealed frame, header included.
   *
   * @param flags of the plain frame: {@link FrameHeader#MORE}, {@link FrameHeader#COMMAND} or 0
   * @param body the plain body, from its position to its limit; consumed
   * @param into has {@link #sealedSize} octets left at least; its position moves past the frame
   */
  void seal(int flags, ByteBuffer body, ByteBuffer into);

  /**
   * Opens the body of one received frame.
   *
   * @param body the sealed body without the frame's header, from its position to its limit;
   *     consumed
   * @param into has as many octets left as the body at least; its position moves past the plain
   *     body
   * @return the flags of the plain frame: {@link FrameHeader#MORE}, {@link FrameHeader#COMMAND} or
   *     0
   * @throws WireException if the frame is not authentic, not in its order, or not a sealed frame
   */
  int open(ByteBuffer body, ByteBuffer into) throws WireException;
}
