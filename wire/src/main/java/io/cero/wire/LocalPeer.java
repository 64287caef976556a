package io.cero.wire;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What this side says of itself in its handshakes. Immutable; one serves all connections of a
 * socket.
 *
 * <p>Arrays that are handed in or out are copies.
 */
public final class LocalPeer {
  /** The most octets that all metadata of the application may take together, in encoded form. */
  public static final int LARGEST_METADATA = 32 * 1024;

  private static final int LONGEST_IDENTITY = 255;

  private final SocketType type;
  private final byte[] identity;
  private final Map<String, byte[]> metadata;
  private final Mechanism mechanism;
  private final ZmtpVersion oldest;

  private LocalPeer(
      SocketType type,
      byte[] identity,
      Map<String, byte[]> metadata,
      Mechanism mechanism,
      ZmtpVersion oldest) {
    this.type = type;
    this.identity = identity;
    this.metadata = metadata;
    this.mechanism = mechanism;
    this.oldest = oldest;
  }

  /**
   * A peer of that type without identity or metadata, with the NULL mechanism, who talks to ZMTP
   * 1.0 and everything newer.
   *
   * @throws IllegalArgumentException for {@link SocketType#STREAM}, which speaks no ZMTP
   */
  public static LocalPeer of(SocketType type) {
    if (type == SocketType.STREAM) {
      throw new IllegalArgumentException(
          "A STREAM socket speaks no ZMTP, so there is no handshake for it");
    }
    return new LocalPeer(type, new byte[0], Map.of(), new NullMechanism(), ZmtpVersion.V1_0);
  }

  /**
   * The same with an identity (RFC 37, "The Identity Property").
   *
   * @param identity 0 to 255 octets (none: anonymous), of which the first is not zero
   * @throws IllegalArgumentException if it is longer or starts with a zero octet
   */
  public LocalPeer withIdentity(byte[] identity) {
    requireIdentity(identity);
    return new LocalPeer(type, identity.clone(), metadata, mechanism, oldest);
  }

  /** Refuses what an application may not use as its identity. */
  public static void requireIdentity(byte[] identity) {
    if (identity.length > LONGEST_IDENTITY) {
      throw new IllegalArgumentException(
          "An identity has at most 255 octets; this one has " + identity.length);
    }
    if (identity.length > 0 && identity[0] == 0) {
      throw new IllegalArgumentException(
          "An identity does not start with a zero octet: those are for the socket's own use");
    }
  }

  /**
   * The same with metadata for the peer, sent in the map's order (RFC 37, "Connection Metadata").
   *
   * @param metadata names of 1 to 255 letters, digits and {@code - _ . +}, which differ by more
   *     than their case; names of an application's own start with {@code X-}
   * @throws IllegalArgumentException for another name, one that the socket fills itself
   *     (Socket-Type, Identity), or more than {@link #LARGEST_METADATA} octets
   */
  public LocalPeer withMetadata(Map<String, byte[]> metadata) {
    Map<String, byte[]> copy = copy(metadata);
    Properties.requireLegal(copy);
    return new LocalPeer(type, identity, Collections.unmodifiableMap(copy), mechanism, oldest);
  }

  /** The same with that mechanism. */
  public LocalPeer withMechanism(Mechanism mechanism) {
    Greeting.requireMechanismName(mechanism.name());
    return new LocalPeer(type, identity, metadata, mechanism, oldest);
  }

  /**
   * The same, but refusing peers that speak a version older than that.
   *
   * <p>ZMTP 1.0 has no signature, so while it is accepted any first octet but 0 looks like the
   * length of an identity, be it from a web browser.
   */
  public LocalPeer withOldest(ZmtpVersion oldest) {
    return new LocalPeer(type, identity, metadata, mechanism, Objects.requireNonNull(oldest));
  }

  public SocketType type() {
    return type;
  }

  public byte[] identity() {
    return identity.clone();
  }

  public Mechanism mechanism() {
    return mechanism;
  }

  /** The oldest version that is accepted of a peer. */
  public ZmtpVersion oldest() {
    return oldest;
  }

  /** The metadata of the application, without Socket-Type and Identity. */
  public Map<String, byte[]> metadata() {
    return copy(metadata);
  }

  private static Map<String, byte[]> copy(Map<String, byte[]> metadata) {
    Map<String, byte[]> copy = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> property : metadata.entrySet()) {
      copy.put(property.getKey(), property.getValue().clone());
    }
    return copy;
  }

  /** The type and the identity's text, for people. */
  @Override
  public String toString() {
    return type
        + (identity.length == 0 ? "" : " \"" + Printable.text(identity) + '"')
        + " over "
        + mechanism.name();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
