package io.cero.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Octets as a test writes them: pairs of hex digits, {@code 'text'} in ASCII, and {@code 00*31} for
 * repetition, separated by spaces.
 */
final class Hex {
  private Hex() {}

  static byte[] octets(String notation) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    int at = 0;
    while (at < notation.length()) {
      char c = notation.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '\'') {
        int end = notation.indexOf('\'', at + 1);
        octets.writeBytes(notation.substring(at + 1, end).getBytes(StandardCharsets.US_ASCII));
        at = end + 1;
      } else {
        int end = at;
        while (end < notation.length() && !Character.isWhitespace(notation.charAt(end))) {
          end++;
        }
        String[] word = notation.substring(at, end).split("\\*");
        byte[] digits = HexFormat.of().parseHex(word[0]);
        for (int i = word.length == 1 ? 1 : Integer.parseInt(word[1]); i > 0; i--) {
          octets.writeBytes(digits);
        }
        at = end;
      }
    }
    return octets.toByteArray();
  }

  /** Digits alone, for failures that can be compared by eye. */
  static String digits(byte[] octets) {
    return HexFormat.ofDelimiter(" ").formatHex(octets);
  }
}
