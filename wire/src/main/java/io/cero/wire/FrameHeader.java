package io.cero.wire;

import java.nio.ByteBuffer;

/**
 * The header of a frame of ZMTP 2.0 to 3.1 (RFC 15, RFC 23 and RFC 37, "Framing").
 *
 * <pre>
 *   short:  +-------+--------+------------------+
 *           | flags | length | body, 0 to 255   |
 *           +-------+--------+------------------+
 *               0       1      2 ...
 *
 *   long:   +-------+--------------------+------------------------+
 *           | flags | length, big-endian | body, 0 to 2^63-1      |
 *           +-------+--------------------+------------------------+
 *               0     1 ... 8              9 ...
 *
 *   flags:    7   6   5   4   3     2        1      0
 *           +---------------------+---------+------+------+
 *           | reserved, zero      | COMMAND | LONG | MORE |    COMMAND and MORE exclude each other;
 *           +---------------------+---------+------+------+    in ZMTP 2.0 COMMAND is reserved too
 * </pre>
 *
 * <p>The length counts the body alone. All methods are for the hot path: absolute access, no
 * allocation, no change of the buffer's position or limit. The buffer must be big-endian, as every
 * new {@code ByteBuffer} is. Nothing here checks bounds beyond the buffer's own.
 */
public final class FrameHeader {
  /** More frames of the same message follow. */
  public static final int MORE = 1;

  /** The length takes eight octets, not one. */
  public static final int LONG = 2;

  /** The frame is a command (from ZMTP 3.0). */
  public static final int COMMAND = 4;

  /** The size of a short header, in octets. */
  public static final int SHORT_SIZE = 2;

  /** The size of a long header, in octets. */
  public static final int MAX_SIZE = 9;

  public static final int LONGEST_SHORT_BODY = 255;
  private static final int RESERVED = ~(MORE | LONG | COMMAND) & 0xff;

  private FrameHeader() {}

  /**
   * Writes a header for a body of that length at index {@code at}.
   *
   * @param flags {@link #MORE}, {@link #COMMAND} or 0; {@link #LONG} is added where it is needed
   * @return the header's size: the body belongs at {@code at} plus this
   */
  public static int put(ByteBuffer log, int at, long bodyLength, int flags) {
    if (bodyLength <= LONGEST_SHORT_BODY) {
      log.putShort(at, (short) (flags << 8 | (int) bodyLength)); // both octets in one store
      return SHORT_SIZE;
    }
    log.put(at, (byte) (flags | LONG));
    log.putLong(at + 1, bodyLength);
    return MAX_SIZE;
  }

  /** The size of the header that {@link #put} writes for a body of that length: 2 or 9. */
  public static int size(long bodyLength) {
    return bodyLength <= LONGEST_SHORT_BODY ? SHORT_SIZE : MAX_SIZE;
  }

  /** The size of a received header, by its flags octet: 2 or 9. */
  public static int size(byte flags) {
    return (flags & LONG) == 0 ? SHORT_SIZE : MAX_SIZE;
  }

  /**
   * The length of the body of the frame whose header starts at index {@code at}.
   *
   * <p>A hostile peer can announce 2^63 octets or more: such a length comes back negative, and it
   * is the caller who refuses it, with {@link WireException.Reason#FRAME_TOO_LARGE}.
   */
  public static long bodyLength(ByteBuffer log, int at) {
    return (log.get(at) & LONG) == 0 ? log.get(at + 1) & 0xff : log.getLong(at + 1);
  }

  /** Whether a received flags octet is one that ZMTP 3.0 and 3.1 allow. */
  public static boolean isLegal(int flags) {
    return (flags & RESERVED) == 0 && (flags & (MORE | COMMAND)) != (MORE | COMMAND);
  }

  /** Whether a received flags octet is one that ZMTP 2.0 allows, where commands do not exist. */
  public static boolean isLegalInVersion2(int flags) {
    return (flags & (RESERVED | COMMAND)) == 0;
  }

  /** The refusal of a flags octet that is not legal. */
  public static WireException illegalFlags(int flags) {
    String what =
        (flags & RESERVED) == 0
            ? "a COMMAND bit where no command may stand, or together with MORE"
            : "a reserved bit";
    return new WireException(
        WireException.Reason.RESERVED_FLAGS,
        "A frame's flags octet is " + Printable.octet(flags) + ", which sets " + what);
  }
}
