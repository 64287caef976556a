package io.cero.campaigns.hostile;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The bytes of an honest peer of ZMTP 3.1 without security. */
public final class HonestBytes {
  private HonestBytes() {}

  /** Its greeting and its READY. */
  public static byte[] handshake(String type) {
    String name = hex(type);
    int length = 6 + 12 + 4 + type.length();
    return HexFormat.of()
        .parseHex(
            "ff00000000000000017f0301"
                + hex("NULL")
                + "00".repeat(48)
                + "04"
                + String.format("%02x", length)
                + "05"
                + hex("READY")
                + "0b"
                + hex("Socket-Type")
                + String.format("%08x", type.length())
                + name);
  }

  /** A message of one frame. */
  public static byte[] message(String text) {
    return HexFormat.of().parseHex("00" + String.format("%02x", text.length()) + hex(text));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
