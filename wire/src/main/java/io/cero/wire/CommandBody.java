package io.cero.wire;

import static io.cero.wire.WireException.Reason.MALFORMED_COMMAND;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The body of a command frame (RFC 37, "Formal Grammar").
 *
 * <pre>
 *   +-------------+----------------+------+
 *   | name length | name           | data |
 *   +-------------+----------------+------+
 *     1 octet       1 to 255 letters
 * </pre>
 */
public final class CommandBody {
  static final String READY = "READY";
  static final String ERROR = "ERROR";

  /**
   * How libzmq's PLAIN server starts an ERROR (seen with 4.3.4): its source spells the length octet
   * as a hex escape, and a C compiler takes the E for one more digit of it.
   */
  private static final byte[] LIBZMQ_PLAIN_ERROR = {0x5e, 'R', 'R', 'O', 'R'};

  private CommandBody() {}

  /** A body of that name and that data. */
  public static byte[] of(String name, byte[]... data) {
    int size = 1 + name.length();
    for (byte[] part : data) {
      size += part.length;
    }
    ByteBuffer body = ByteBuffer.allocate(size);
    body.put((byte) name.length()).put(LocalPeer.ascii(name));
    for (byte[] part : data) {
      body.put(part);
    }
    return body.array();
  }

  /**
   * The data of a body that must have that name.
   *
   * @throws WireException if it has another name or none; if it is an ERROR, with the peer's reason
   */
  public static ByteBuffer expect(byte[] body, String name) throws WireException {
    ByteBuffer data = ByteBuffer.wrap(body);
    String found = takeHandshakeName(data);
    if (found.equals(name)) {
      return data.slice();
    }
    if (found.equals(ERROR)) {
      throw WireException.reported(takeShortText(data, "the reason of an ERROR command"));
    }
    throw new WireException(
        MALFORMED_COMMAND,
        "The peer sent the command "
            + Printable.text(found)
            + " where the handshake expects "
            + name
            + "; are both sides configured for the same mechanism and opposite roles in it?");
  }

  private static String takeHandshakeName(ByteBuffer in) throws WireException {
    int prefix = LIBZMQ_PLAIN_ERROR.length;
    if (in.remaining() >= prefix
        && in.slice(0, prefix).equals(ByteBuffer.wrap(LIBZMQ_PLAIN_ERROR))) {
      in.position(prefix);
      return ERROR;
    }
    return takeName(in);
  }

  /** Reads the name at the buffer's position. */
  static String takeName(ByteBuffer in) throws WireException {
    String name = takeShortText(in, "a command's name");
    if (name.isEmpty()) {
      throw new WireException(MALFORMED_COMMAND, "A command has no name");
    }
    return name;
  }

  /** Reads a length octet and as many octets as it says, each as one character. */
  static String takeShortText(ByteBuffer in, String what) throws WireException {
    return new String(takeShort(in, what), StandardCharsets.ISO_8859_1);
  }

  /** Reads a length octet and as many octets as it says. */
  static byte[] takeShort(ByteBuffer in, String what) throws WireException {
    if (!in.hasRemaining()) {
      throw new WireException(MALFORMED_COMMAND, "A command ends before " + what);
    }
    int length = in.get() & 0xff;
    if (length > in.remaining()) {
      throw new WireException(
          MALFORMED_COMMAND,
          "The length of "
              + what
              + " is "
              + length
              + ", but "
              + in.remaining()
              + " octets are left");
    }
    byte[] octets = new byte[length];
    in.get(octets);
    return octets;
  }
}
