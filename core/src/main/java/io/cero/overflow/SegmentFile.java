package io.cero.overflow;

import java.io.IOException;

/**
 * An open segment file. It stays open until it is discarded, so what lies in it can be read even if
 * its directory is removed.
 *
 * <p>One thread writes while another reads what was written before.
 */
public interface SegmentFile {
  /** Writes all bytes at a place; after a failure any part of them may be there. */
  void write(byte[] bytes, int length, long at) throws IOException;

  /** Reads that many bytes from a place; fewer, and it fails. */
  void read(byte[] into, int length, long at) throws IOException;

  /** Closes and deletes it, and says nothing if that fails. */
  void discard();
}
