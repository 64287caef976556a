package io.cero.wire;

import static io.cero.wire.WireException.Reason.MECHANISM_MISMATCH;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The octets of the greetings of ZMTP 2.0 to 3.1 (RFC 37 and RFC 15, "Formal Grammar").
 *
 * <pre>
 *             0      1 ... 8                9      10      11      12 ... 31   32          33 ... 63
 *           +------+----------------------+------+-------+-------+-----------+-----------+---------+
 *   3.x     | 0xff | padding              | 0x7f | major | minor | mechanism | as-server | filler  |
 *           +------+----------------------+------+-------+-------+-----------+-----------+---------+
 *           +------+----------------------+------+-------+------+----------------+
 *   2.0     | 0xff | padding              | 0x7f | 1     | type | identity frame |
 *           +------+----------------------+------+-------+------+----------------+
 *           +------+----------------------+------+----------+
 *   1.0     | 0xff | identity's size + 1  | 0x00 | identity |    or the short form: 01 00
 *           +------+----------------------+------+----------+
 *             the long form of a frame's header
 * </pre>
 *
 * <p>The padding of the signature is the size of the identity plus one, so that a ZMTP 1.0 peer
 * reads the signature as the header of an identity frame.
 */
final class Greeting {
  static final int SIGNATURE_SIZE = 10;

  /** Octets of a 3.x greeting that follow the major version. */
  static final int REST_SIZE = 53;

  static final byte FIRST = (byte) 0xff;
  static final byte LAST_OF_SIGNATURE = 0x7f;
  static final byte MAJOR = 3;
  static final byte MINOR = 1;

  private static final int MECHANISM_SIZE = 20;
  private static final int AS_SERVER = 1 + MECHANISM_SIZE;

  private Greeting() {}

  static byte[] signature(int identitySize) {
    return ByteBuffer.allocate(SIGNATURE_SIZE)
        .put(FIRST)
        .putLong(identitySize + 1L)
        .put(LAST_OF_SIGNATURE)
        .array();
  }

  /** Minor version, mechanism, as-server and filler. */
  static byte[] rest(Mechanism mechanism) {
    byte[] rest = new byte[REST_SIZE];
    rest[0] = MINOR;
    byte[] name = LocalPeer.ascii(mechanism.name());
    System.arraycopy(name, 0, rest, 1, name.length);
    rest[AS_SERVER] = (byte) (mechanism.asServer() ? 1 : 0);
    return rest;
  }

  /**
   * Refuses a peer whose mechanism is not exactly the local one.
   *
   * <p>libzmq announces as-server 0 even where it is the server, so only two sides that both say 1
   * are known to clash. The filler, and as-server with a mechanism without roles, mean nothing.
   */
  static void requireSameMechanism(Mechanism local, byte[] peerRest) throws WireException {
    byte[] own = rest(local);
    if (!Arrays.equals(own, 1, AS_SERVER, peerRest, 1, AS_SERVER)) {
      throw new WireException(
          MECHANISM_MISMATCH,
          "This side uses the mechanism "
              + local.name()
              + ", the peer \""
              + mechanismName(peerRest)
              + "\"; configure both with the same");
    }
    if (local.asServer() && peerRest[AS_SERVER] == 1) {
      throw new WireException(
          MECHANISM_MISMATCH,
          "Both sides are the server of the mechanism "
              + local.name()
              + "; one of them has to be the client");
    }
  }

  /** The peer's mechanism for people: what stands before the padding. */
  private static String mechanismName(byte[] peerRest) {
    String field = new String(peerRest, 1, MECHANISM_SIZE, StandardCharsets.ISO_8859_1);
    int padding = field.indexOf('\0');
    return Printable.text(padding < 0 ? field : field.substring(0, padding));
  }

  /** The version to speak with a peer that announces 3 or higher. */
  static ZmtpVersion version(int major, byte minor) {
    return major == 3 && minor == 0 ? ZmtpVersion.V3_0 : ZmtpVersion.V3_1;
  }

  static void requireMechanismName(String name) {
    boolean legal =
        !name.isEmpty()
            && name.length() <= MECHANISM_SIZE
            && name.chars()
                .allMatch(
                    c ->
                        (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.+".indexOf(c) >= 0);
    if (!legal) {
      throw new IllegalArgumentException(
          "A mechanism's name is 1 to 20 of A-Z, 0-9 and - _ . +; this one is \""
              + Printable.text(name)
              + '"');
    }
  }
}
