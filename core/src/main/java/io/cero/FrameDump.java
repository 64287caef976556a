package io.cero;

/**
 * The readable form of a frame: its length in brackets, then its text where all of it is printable
 * ASCII, else its bytes in hex.
 */
final class FrameDump {
  /** How many characters of a body are shown before it is cut. */
  static final int SHOWN = 72;

  private static final String HEX = "0123456789ABCDEF";

  private FrameDump() {}

  static void append(StringBuilder into, Frame frame) {
    String length = Long.toString(frame.size());
    into.append('[')
        .append("0".repeat(Math.max(0, 3 - length.length())))
        .append(length)
        .append(']');
    if (!frame.isEmpty()) {
      into.append(' ');
      appendBody(into, frame, SHOWN);
    }
  }

  /** Shows at most {@code shown} characters and looks at no more bytes than those. */
  static void appendBody(StringBuilder into, Frame frame, int shown) {
    int start = into.length();
    long looked = Math.min(frame.size(), shown);
    for (int i = 0; i < looked; i++) {
      byte octet = frame.at(i);
      if (octet < ' ' || octet > '~') {
        into.setLength(start);
        appendHex(into, frame, shown / 2);
        return;
      }
      into.append((char) octet);
    }
    if (looked < frame.size()) {
      into.append('…');
    }
  }

  private static void appendHex(StringBuilder into, Frame frame, int shown) {
    long looked = Math.min(frame.size(), shown);
    for (int i = 0; i < looked; i++) {
      int octet = frame.at(i) & 0xFF;
      into.append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
    }
    if (looked < frame.size()) {
      into.append('…');
    }
  }
}
