package io.cero.wire;

import static io.cero.wire.WireException.Reason.ILLEGAL_SOCKET_PAIR;
import static io.cero.wire.WireException.Reason.MALFORMED_COMMAND;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The properties of a peer as octets and back (RFC 37, "The NULL Security Mechanism" and
 * "Connection Metadata").
 *
 * <pre>
 *   +-------------+---------------+--------------------------+-------+
 *   | name length | name          | value length, big-endian | value |   repeated to the end
 *   +-------------+---------------+--------------------------+-------+
 *     1 octet       1 to 255        4 octets                   0 to 2^31-1
 * </pre>
 *
 * <p>Names are compared without regard to case, though libzmq regards it. Properties that are not
 * known are kept for the application. A peer may leave out its Socket-Type, then the pair cannot be
 * checked; it may not give it, or its Identity, twice. Of another name that comes twice the first
 * counts, as in libzmq.
 */
final class Properties {
  static final String SOCKET_TYPE = "Socket-Type";
  static final String IDENTITY = "Identity";
  private static final int LONGEST_IDENTITY = 255;
  private static final int LONGEST_NAME = 255;
  private static final int VALUE_LENGTH_SIZE = 4;

  /** What the ERROR command says of an illegal pair. */
  private static final String PAIR_ERROR = "Invalid socket combination";

  private Properties() {}

  /** This side's properties in the order of libzmq: type, identity where it belongs, the others. */
  static byte[] encode(LocalPeer local) {
    ByteArrayOutputStream properties = new ByteArrayOutputStream();
    append(properties, SOCKET_TYPE, local.type().nameOctets());
    if (local.type().announcesIdentity()) {
      append(properties, IDENTITY, local.identity());
    }
    for (Map.Entry<String, byte[]> property : local.metadata().entrySet()) {
      append(properties, property.getKey(), property.getValue());
    }
    return properties.toByteArray();
  }

  private static void append(ByteArrayOutputStream properties, String name, byte[] value) {
    properties.write(name.length());
    properties.writeBytes(LocalPeer.ascii(name));
    properties.writeBytes(ByteBuffer.allocate(VALUE_LENGTH_SIZE).putInt(value.length).array());
    properties.writeBytes(value);
  }

  /** Refuses metadata of an application that cannot be sent. */
  static void requireLegal(Map<String, byte[]> metadata) {
    TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    long size = 0;
    for (Map.Entry<String, byte[]> property : metadata.entrySet()) {
      String name = property.getKey();
      if (!isLegalName(name)) {
        throw new IllegalArgumentException(
            "A metadata name is 1 to 255 letters, digits and - _ . +; this one is \""
                + Printable.text(name)
                + '"');
      }
      if (name.equalsIgnoreCase(SOCKET_TYPE) || name.equalsIgnoreCase(IDENTITY)) {
        throw new IllegalArgumentException(
            "The socket fills the property "
                + name
                + " itself; use another name, such as X-"
                + name);
      }
      if (!names.add(name)) {
        throw new IllegalArgumentException(
            "The metadata name "
                + name
                + " is given twice; names that differ by case are the same");
      }
      size += 1 + name.length() + VALUE_LENGTH_SIZE + (long) property.getValue().length;
    }
    if (size > LocalPeer.LARGEST_METADATA) {
      throw new IllegalArgumentException(
          "The metadata takes " + size + " octets; " + LocalPeer.LARGEST_METADATA + " are allowed");
    }
  }

  private static boolean isLegalName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isNameCharacter(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST_NAME;
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '+';
  }

  /** Takes a peer's properties apart; the map ignores the case of names and cannot be changed. */
  static Map<String, byte[]> decode(ByteBuffer in) throws WireException {
    Map<String, byte[]> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    while (in.hasRemaining()) {
      String name = name(in);
      byte[] value = value(in, name);
      if (properties.putIfAbsent(name, value) != null
          && (name.equalsIgnoreCase(SOCKET_TYPE) || name.equalsIgnoreCase(IDENTITY))) {
        throw malformed("gives " + name + " twice");
      }
    }
    return Collections.unmodifiableMap(properties);
  }

  private static String name(ByteBuffer in) throws WireException {
    int length = in.get() & 0xff;
    if (length == 0) {
      throw malformed("has a property without a name");
    }
    if (length > in.remaining()) {
      throw malformed("ends within a property's name");
    }
    byte[] name = new byte[length];
    in.get(name);
    for (byte c : name) {
      if (!Printable.isPrintable(c)) {
        throw malformed("has a property whose name holds the octet " + Printable.octet(c));
      }
    }
    return new String(name, StandardCharsets.US_ASCII);
  }

  private static byte[] value(ByteBuffer in, String name) throws WireException {
    if (in.remaining() < VALUE_LENGTH_SIZE) {
      throw malformed("ends within the length of the property " + name);
    }
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw malformed(
          "says that the property "
              + name
              + " has "
              + Integer.toUnsignedString(length)
              + " octets, but holds "
              + in.remaining());
    }
    byte[] value = new byte[length];
    in.get(value);
    return value;
  }

  /** The peer's socket type, checked against this side's; empty if it announced none. */
  static Optional<SocketType> peerType(LocalPeer local, Map<String, byte[]> properties)
      throws WireException {
    byte[] value = properties.get(SOCKET_TYPE);
    if (value == null) {
      return Optional.empty();
    }
    String name = new String(value, StandardCharsets.ISO_8859_1);
    Optional<SocketType> type = SocketType.named(name);
    if (type.isEmpty() || !local.type().accepts(type.get())) {
      throw WireException.announced(
          ILLEGAL_SOCKET_PAIR, illegalPair(local.type(), Printable.text(name)), PAIR_ERROR);
    }
    return type;
  }

  static String illegalPair(SocketType local, String peer) {
    return "A "
        + local
        + " socket cannot be connected to a peer of type "
        + peer
        + "; connect it to one of "
        + local.legalPeers();
  }

  /** The peer's identity; empty if it announced none. */
  static byte[] peerIdentity(Map<String, byte[]> properties) throws WireException {
    byte[] identity = properties.get(IDENTITY);
    if (identity == null) {
      return new byte[0];
    }
    if (identity.length > LONGEST_IDENTITY) {
      throw malformed("announces an identity of " + identity.length + " octets; 255 are allowed");
    }
    return identity;
  }

  private static WireException malformed(String what) {
    return new WireException(MALFORMED_COMMAND, "The peer's metadata " + what);
  }
}
