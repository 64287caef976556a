package io.cero.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.testkit.Bodies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Messages that the tests send, and how they compare them. */
final class Samples {
  static final byte[] EMPTY = {};
  static final byte[] BINARY = {0, (byte) 0xff, '\n', '\r', 0, 1, (byte) 0x80, 0x7f};

  private Samples() {}

  /** One message of every shape that has ever been a special case somewhere. */
  static List<List<byte[]>> shapes() {
    List<byte[]> many = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      many.add(Bodies.generate(100 + i, i * i));
    }
    return List.of(
        List.of(EMPTY),
        List.of(text("x")),
        List.of(EMPTY, EMPTY, EMPTY),
        List.of(BINARY, EMPTY, Bodies.generate(1, 255)),
        List.of(Bodies.generate(2, 256)),
        List.of(EMPTY, Bodies.generate(3, 8193), EMPTY),
        many,
        List.of(Bodies.generate(4, 70_000), EMPTY, text("end")));
  }

  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  /** The message that subscribes (1) or takes a subscription back (0). */
  static byte[] subscription(int first, byte[] prefix) {
    return joined(new byte[] {(byte) first}, prefix);
  }

  static byte[] joined(byte[] head, byte[] tail) {
    byte[] both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return both;
  }

  /** Frames with one more before them. */
  static List<byte[]> behind(byte[] first, List<byte[]> frames) {
    List<byte[]> all = new ArrayList<>(frames.size() + 1);
    all.add(first);
    all.addAll(frames);
    return all;
  }

  /** Checks every byte of every frame. */
  static void assertSame(List<byte[]> expected, List<byte[]> received) {
    boolean same = expected.size() == received.size();
    for (int i = 0; same && i < expected.size(); i++) {
      same = Arrays.equals(expected.get(i), received.get(i));
    }
    if (!same) {
      assertEquals(show(expected), show(received), "the frames differ");
      assertEquals(0, 1, "the frames differ in their bytes: " + show(received));
    }
  }

  /** Frames for people: their lengths, and their first bytes in hex. */
  static String show(List<byte[]> frames) {
    StringBuilder text = new StringBuilder();
    for (byte[] frame : frames) {
      text.append('[').append(frame.length).append("] ");
      text.append(HexFormat.of().formatHex(frame, 0, Math.min(32, frame.length))).append(' ');
    }
    return text.toString().strip();
  }
}
