package io.cero.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The bytes of ZMTP as an honest or a hostile peer writes them. */
final class Zmtp {
  static final int GREETING_SIZE = 64;

  private Zmtp() {}

  /** Bytes of hex digits; blanks between them are allowed. */
  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  static byte[] repeat(byte[] part, int times) {
    ByteArrayOutputStream repeated = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      repeated.writeBytes(part);
    }
    return repeated.toByteArray();
  }

  static byte[] greeting() {
    return greeting(3, 1, "NULL");
  }

  static byte[] greeting(int major, int minor, String mechanism) {
    ByteBuffer greeting = ByteBuffer.allocate(GREETING_SIZE);
    greeting.put(0, (byte) 0xff).put(9, (byte) 0x7f);
    greeting.put(10, (byte) major).put(11, (byte) minor);
    greeting.put(12, text(mechanism));
    return greeting.array();
  }

  static byte[] property(String name, byte[] value) {
    return join(
        new byte[] {(byte) name.length()},
        text(name),
        ByteBuffer.allocate(4).putInt(value.length).array(),
        value);
  }

  static byte[] ready(String type) {
    return command("READY", property("Socket-Type", text(type)));
  }

  static byte[] handshake(String type) {
    return join(greeting(), ready(type));
  }

  /** A frame with a short header where its body allows it. */
  static byte[] frame(int flags, byte[] body) {
    return body.length > 255
        ? join(longHeader(flags, body.length), body)
        : join(new byte[] {(byte) flags, (byte) body.length}, body);
  }

  /** A long header that announces as much as it likes. */
  static byte[] longHeader(int flags, long length) {
    return ByteBuffer.allocate(9).put((byte) (flags | 2)).putLong(length).array();
  }

  static byte[] message(String... frames) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int i = 0; i < frames.length; i++) {
      message.writeBytes(frame(i + 1 < frames.length ? 1 : 0, text(frames[i])));
    }
    return message.toByteArray();
  }

  static byte[] command(String name, byte[]... data) {
    return frame(4, join(new byte[] {(byte) name.length()}, text(name), join(data)));
  }

  static byte[] ping(int ttl, byte[] context) {
    return command("PING", new byte[] {(byte) (ttl >> 8), (byte) ttl}, context);
  }
}
