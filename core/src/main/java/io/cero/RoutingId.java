package io.cero;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The identity by which a ROUTER or STREAM socket knows a peer: 1 to 255 bytes of any value (RFC
 * 37, "Identity"). Immutable; equal when the bytes are equal; ordered by unsigned bytes.
 *
 * <p>Identities that begin with a zero byte are the ones a ROUTER makes up for peers that announce
 * none. They may be held and compared here, but a socket cannot announce one as its own.
 */
public final class RoutingId implements Comparable<RoutingId> {
  /** The longest identity, in bytes. */
  public static final int MAXIMUM_SIZE = 255;

  private final byte[] bytes;

  private RoutingId(byte[] owned) {
    if (owned.length == 0 || owned.length > MAXIMUM_SIZE) {
      throw new IllegalArgumentException(
          "a routing id has 1 to 255 bytes, and this has " + owned.length);
    }
    this.bytes = owned;
  }

  /** Takes the array as it is; the caller must not change it. */
  static RoutingId wrap(byte[] owned) {
    return new RoutingId(owned);
  }

  /**
   * Returns the identity with these bytes; the array is copied.
   *
   * @throws IllegalArgumentException if there are none or more than 255
   */
  public static RoutingId of(byte[] bytes) {
    return new RoutingId(bytes.clone());
  }

  /**
   * Returns the identity with this text's UTF-8 bytes.
   *
   * @throws IllegalArgumentException if there are none or more than 255
   */
  public static RoutingId of(String text) {
    return new RoutingId(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the identity with this frame's bytes.
   *
   * @throws IllegalArgumentException if there are none or more than 255
   */
  public static RoutingId of(Frame frame) {
    if (frame.size() > MAXIMUM_SIZE) {
      throw new IllegalArgumentException(
          "a routing id has 1 to 255 bytes, and this has " + frame.size());
    }
    return new RoutingId(frame.toByteArray());
  }

  /**
   * Returns the identity of five bytes, a zero and the number's four bytes in network order: the
   * shape of those that a ROUTER makes up.
   */
  public static RoutingId ofUnsignedInt(int number) {
    return new RoutingId(
        new byte[] {
          0, (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
        });
  }

  /** Returns how many bytes there are: 1 to 255. */
  public int size() {
    return bytes.length;
  }

  /** Returns a copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Returns the identity as a frame, to be put in front of a message. */
  public Frame toFrame() {
    return Frame.wrap(bytes);
  }

  /** Returns whether a ROUTER made it up: the first byte is zero. */
  public boolean isGenerated() {
    return bytes[0] == 0;
  }

  /** The bytes themselves; the caller must not change them. */
  byte[] raw() {
    return bytes;
  }

  @Override
  public int compareTo(RoutingId other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoutingId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns the text where every byte is printable ASCII, else the bytes in hex. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    FrameDump.appendBody(text, Frame.wrap(bytes), Integer.MAX_VALUE);
    return text.toString();
  }
}
