package io.cero.testkit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Message bodies that both ends make from a seed, so that large ones need not travel beside the
 * test.
 *
 * <p>A body is a block of at most 64 KiB of SHA-256 in counter mode, over and over; when there is
 * more than one block, each begins with its number, so a block lost, doubled or out of its place is
 * found.
 */
public final class Bodies {
  private static final int BLOCK = 65536;

  private Bodies() {}

  /**
   * Makes a body.
   *
   * @param seed which body
   * @param size its length in bytes
   */
  public static byte[] generate(long seed, int size) {
    byte[] body = new byte[size];
    MessageDigest digest = sha256();
    ByteBuffer counter = ByteBuffer.allocate(16).putLong(0, seed);
    int block = Math.min(size, BLOCK);
    for (int at = 0, i = 0; at < block; at += 32, i++) {
      counter.putLong(8, i);
      System.arraycopy(digest.digest(counter.array()), 0, body, at, Math.min(32, block - at));
    }
    if (size > BLOCK) {
      for (int at = BLOCK; at < size; at += BLOCK) {
        System.arraycopy(body, 0, body, at, Math.min(BLOCK, size - at));
      }
      for (int at = 0; at < size; at += BLOCK) {
        byte[] number = ByteBuffer.allocate(8).putLong(at / BLOCK).array();
        System.arraycopy(number, 0, body, at, Math.min(8, size - at));
      }
    }
    return body;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
