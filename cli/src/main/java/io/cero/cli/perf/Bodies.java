package io.cero.cli.perf;

import java.nio.ByteBuffer;

/** Makes the buffers that loops send from and receive into. */
final class Bodies {
  private Bodies() {}

  /**
   * A direct buffer.
   *
   * @throws RefusedException if there is no room for it
   */
  static ByteBuffer direct(int size) {
    try {
      return ByteBuffer.allocateDirect(size);
    } catch (OutOfMemoryError e) {
      throw new RefusedException(
          "there is no room for a direct buffer of "
              + size
              + " bytes; allow more, for instance CERO_JAVA_OPTS=-XX:MaxDirectMemorySize=4g");
    }
  }
}
