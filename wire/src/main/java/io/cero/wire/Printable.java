package io.cero.wire;

import java.nio.charset.StandardCharsets;

/** Octets of a peer as text that is safe in a log: one line, ASCII, of bounded length. */
final class Printable {
  private static final int LONGEST = 255;

  private Printable() {}

  /**
   * The text with everything but printable ASCII replaced by {@code ?}, cut after 255 characters.
   */
  static String text(String text) {
    int length = Math.min(text.length(), LONGEST);
    StringBuilder printable = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      printable.append(isPrintable(c) ? c : '?');
    }
    return printable.toString();
  }

  static String text(byte[] octets) {
    return text(new String(octets, StandardCharsets.ISO_8859_1));
  }

  static String octet(int octet) {
    return String.format("0x%02x", octet & 0xff);
  }

  static boolean isPrintable(int c) {
    return c >= 0x20 && c < 0x7f;
  }
}
