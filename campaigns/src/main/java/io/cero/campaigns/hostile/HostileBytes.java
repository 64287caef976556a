package io.cero.campaigns.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What a hostile peer may say: honest bytes up to a random place, and then anything but that. */
final class HostileBytes {
  private static final String[] TYPES = {"PUSH", "DEALER", "REQ", "SUB", "XSUB", "ROUTER", "PAIR"};
  private static final String[] COMMANDS = {
    "READY", "ERROR", "PING", "PONG", "SUBSCRIBE", "CANCEL", "HELLO", "WELCOME", "INITIATE", ""
  };
  private static final long[] LENGTHS = {
    0,
    1,
    254,
    255,
    256,
    65_535,
    65_536,
    1 << 20,
    Integer.MAX_VALUE,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1
  };

  private final SplittableRandom random;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private HostileBytes(SplittableRandom random) {
    this.random = random;
  }

  /** Some bytes, the first of which says to whom they go. */
  static byte[] of(SplittableRandom random) {
    HostileBytes hostile = new HostileBytes(random);
    hostile.bytes.write(random.nextInt(256));
    hostile.compose();
    return hostile.bytes.toByteArray();
  }

  private void compose() {
    switch (random.nextInt(6)) {
      case 0 -> noise(random.nextInt(200));
      case 1 -> {
        greeting();
        noise(random.nextInt(100));
      }
      case 2 -> {
        greeting();
        command(COMMANDS[random.nextInt(COMMANDS.length)], length());
        noise(random.nextInt(300));
      }
      case 3 -> { // ZMTP 2.0, or 1.0 where the length is odd
        bytes.writeBytes(new byte[] {-1, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f});
        bytes.write(random.nextInt(3));
        bytes.write(random.nextInt(12));
        header(random.nextInt(4), length());
        noise(random.nextInt(300));
      }
      default -> {
        greeting();
        ready();
        for (int frames = random.nextInt(12); frames > 0; frames--) {
          frame();
        }
        header(random.nextInt(256), length());
        noise(random.nextInt(500));
      }
    }
    if (random.nextInt(4) == 0) {
      damage();
    }
  }

  private long length() {
    return random.nextInt(4) == 0 ? random.nextLong() : LENGTHS[random.nextInt(LENGTHS.length)];
  }

  private void noise(int count) {
    byte[] noise = new byte[count];
    random.nextBytes(noise);
    bytes.writeBytes(noise);
  }

  private void greeting() {
    ByteBuffer greeting = ByteBuffer.allocate(64);
    greeting.put(0, (byte) 0xff).put(9, (byte) 0x7f).put(10, (byte) 3);
    greeting.put(11, (byte) random.nextInt(2));
    greeting.put(12, "NULL".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(greeting.array());
  }

  private void ready() {
    byte[] type = TYPES[random.nextInt(TYPES.length)].getBytes(StandardCharsets.US_ASCII);
    ByteBuffer body = ByteBuffer.allocate(64);
    body.put((byte) 5).put("READY".getBytes(StandardCharsets.US_ASCII));
    body.put((byte) 11).put("Socket-Type".getBytes(StandardCharsets.US_ASCII));
    body.putInt(type.length).put(type);
    bytes.write(4);
    bytes.write(body.position());
    bytes.write(body.array(), 0, body.position());
  }

  private void command(String name, long announced) {
    header(4, announced);
    bytes.write(name.length());
    bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
  }

  /** A header of any flags that announces what it likes. */
  private void header(int flags, long announced) {
    if (announced >= 0 && announced < 256 && random.nextBoolean()) {
      bytes.write(flags & ~2);
      bytes.write((int) announced);
    } else {
      bytes.write(flags | 2);
      bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(announced).array());
    }
  }

  /** A frame that is all there. */
  private void frame() {
    int length = random.nextInt(300);
    header(random.nextInt(8) == 0 ? 4 : random.nextInt(2), length);
    noise(length);
  }

  private void damage() {
    byte[] all = bytes.toByteArray();
    for (int times = random.nextInt(1, 4); times > 0; times--) {
      all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
    }
    bytes.reset();
    bytes.write(all, 0, random.nextInt(8) == 0 ? random.nextInt(1, all.length + 1) : all.length);
  }
}
