package io.cero.wire;

import java.nio.ByteBuffer;

/**
 * The header of a frame of ZMTP 1.0 (RFC 13, "The Framing Layer").
 *
 * <pre>
 *   short:  +--------+-------+-------------------+
 *           | length | flags | body, 0 to 253    |
 *           +--------+-------+-------------------+
 *               0        1     2 ...
 *
 *   long:   +------+--------------------+-------+------------------+
 *           | 0xff | length, big-endian | flags | body             |
 *           +------+--------------------+-------+------------------+
 *              0     1 ... 8                9     10 ...
 * </pre>
 *
 * <p>The length counts the flags octet and the body, so an empty frame has the length 1 and no
 * frame has the length 0. The long form may be used for short bodies too. Of the flags only bit 0,
 * MORE, means something; the others should be zero and are not looked at, as in libzmq.
 *
 * <p>Absolute access to a big-endian buffer, no allocation, as in {@link FrameHeader}.
 */
public final class LegacyFrameHeader {
  /** More frames of the same message follow. */
  public static final int MORE = 1;

  /** The size of a short header, in octets. */
  public static final int SHORT_SIZE = 2;

  /** The size of a long header, in octets. */
  public static final int MAX_SIZE = 10;

  private static final int LONGEST_SHORT_BODY = 253;
  private static final byte LONG_FORM = (byte) 0xff;

  private LegacyFrameHeader() {}

  /**
   * Writes a header for a body of that length at index {@code at}.
   *
   * @param flags {@link #MORE} or 0
   * @return the header's size
   */
  public static int put(ByteBuffer log, int at, long bodyLength, int flags) {
    if (bodyLength <= LONGEST_SHORT_BODY) {
      log.put(at, (byte) (bodyLength + 1));
      log.put(at + 1, (byte) flags);
      return SHORT_SIZE;
    }
    log.put(at, LONG_FORM);
    log.putLong(at + 1, bodyLength + 1);
    log.put(at + 9, (byte) flags);
    return MAX_SIZE;
  }

  /** The size of the header that {@link #put} writes for a body of that length: 2 or 10. */
  public static int size(long bodyLength) {
    return bodyLength <= LONGEST_SHORT_BODY ? SHORT_SIZE : MAX_SIZE;
  }

  /** The size of a received header, by its first octet: 2 or 10. */
  public static int size(byte first) {
    return first == LONG_FORM ? MAX_SIZE : SHORT_SIZE;
  }

  /**
   * The length of the body of the frame whose header starts at index {@code at}.
   *
   * <p>Negative when the announced length is 0 or not below 2^63: both are for the caller to
   * refuse.
   */
  public static long bodyLength(ByteBuffer log, int at) {
    if (log.get(at) != LONG_FORM) {
      return (log.get(at) & 0xffL) - 1;
    }
    long length = log.getLong(at + 1);
    return length <= 0 ? -1 : length - 1;
  }

  /** Whether the frame whose header starts at index {@code at} is followed by another. */
  public static boolean hasMore(ByteBuffer log, int at) {
    return (log.get(at + size(log.get(at)) - 1) & MORE) != 0;
  }
}
