package io.cero.pipe;

import io.cero.wire.FrameHeader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Messages as lists of bodies, their bytes on the wire, and their way through a pipe. */
final class Frames {
  private Frames() {}

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** A body of a length whose every byte tells where it belongs. */
  static byte[] body(int length, int seed) {
    byte[] body = new byte[length];
    new Random(seed).nextBytes(body);
    return body;
  }

  static byte[] frame(int flags, byte[] body) {
    ByteBuffer frame = ByteBuffer.allocate(FrameHeader.MAX_SIZE + body.length);
    int header = FrameHeader.put(frame, 0, body.length, flags);
    frame.position(header).put(body);
    byte[] bytes = new byte[frame.position()];
    frame.get(0, bytes);
    return bytes;
  }

  static byte[] wire(List<byte[]> message) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (int i = 0; i < message.size(); i++) {
      wire.writeBytes(frame(i + 1 < message.size() ? FrameHeader.MORE : 0, message.get(i)));
    }
    return wire.toByteArray();
  }

  static byte[] join(List<byte[]> parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    parts.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  static void append(Pipe pipe, List<byte[]> message) {
    Outgoing frame = new Outgoing();
    for (int i = 0; i < message.size(); i++) {
      pipe.append(frame.set(message.get(i)), i + 1 < message.size());
    }
  }

  /** Takes the next message out of a pipe. */
  static List<byte[]> take(Pipe pipe) {
    if (!pipe.hasMessage()) {
      throw new AssertionError("there is no message");
    }
    List<byte[]> message = new ArrayList<>();
    Incoming frame = new Incoming();
    boolean more;
    do {
      pipe.read(frame);
      message.add(frame.copy());
      more = frame.more();
      frame.done();
    } while (more);
    return message;
  }

  static String text(List<byte[]> message) {
    StringBuilder text = new StringBuilder();
    for (byte[] body : message) {
      text.append(text.isEmpty() ? "" : "|");
      text.append(
          body.length < 20
              ? HexFormat.of().formatHex(body)
              : body.length + "#" + Integer.toHexString(java.util.Arrays.hashCode(body)));
    }
    return text.toString();
  }

  static List<String> texts(List<List<byte[]>> messages) {
    return messages.stream().map(Frames::text).toList();
  }
}
