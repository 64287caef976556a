package io.cero.wire;

import java.nio.ByteBuffer;

/**
 * The two sides' metadata as a mechanism carries it (RFC 37, "Connection Metadata"): it asks for
 * the local properties when its turn to send them has come, and hands in the peer's when it has
 * them in clear.
 */
public interface Metadata {
  /** This side's properties, encoded one after the other. */
  byte[] local();

  /**
   * Takes the peer's encoded properties, from the buffer's position to its limit, and checks them.
   *
   * @throws WireException if they are malformed or the two socket types may not be connected
   * @throws IllegalStateException if the peer's properties were taken before
   */
  void accept(ByteBuffer properties) throws WireException;
}
