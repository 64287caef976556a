package io.cero.campaigns.soak;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * A message of the soak: which link it belongs to, which incarnation of which sender made it, its
 * number there, when it was sent, and any bytes. The first frame is a header, big-endian:
 *
 * <pre>
 * link 2 | kind 1 | further frames 1 | incarnation 4 | number 8 | milliseconds 8 | CRC-32 4
 * </pre>
 *
 * The checksum is over what precedes it and over the length (4 bytes) and bytes of each further
 * frame.
 *
 * @param kind {@link #ORIGINAL} or {@link #REPLY}
 * @param millis since 1970, by the clock that all processes share
 */
record SoakMessage(int link, int kind, long incarnation, long number, long millis) {
  static final int ORIGINAL = 0;
  static final int REPLY = 1;

  /** Set in the link's number of a publication that nobody has subscribed to. */
  static final int STRAY = 0x8000;

  private static final int HEADER = 28;
  private static final int CHECKED = 24;
  private static final int LARGEST = 300_000;
  private static final byte[] STORE = store();

  private static byte[] store() {
    byte[] store = new byte[2 * LARGEST];
    new SplittableRandom(1).nextBytes(store);
    return store;
  }

  /** What a subscriber of a link subscribes to. */
  static byte[] topic(int link) {
    return new byte[] {(byte) (link >> 8), (byte) link};
  }

  /** Up to three frames, mostly small, some large enough not to be copied. */
  static List<byte[]> payload(SplittableRandom random) {
    List<byte[]> frames = new ArrayList<>();
    for (int left = random.nextInt(8) == 0 ? random.nextInt(4) : 1; left > 0; left--) {
      int die = random.nextInt(1_000);
      int most = die < 4 ? LARGEST : die < 40 ? 20_000 : die < 250 ? 2_000 : 100;
      int size = random.nextInt(most);
      int from = random.nextInt(STORE.length - size);
      frames.add(Arrays.copyOfRange(STORE, from, from + size));
    }
    return frames;
  }

  /** This message with a payload, as frames. */
  List<byte[]> frames(List<byte[]> payload) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putShort((short) link).put((byte) kind).put((byte) payload.size());
    header.putInt((int) incarnation).putLong(number).putLong(millis);
    header.putInt(checksum(header.array(), payload));
    List<byte[]> frames = new ArrayList<>(payload.size() + 1);
    frames.add(header.array());
    frames.addAll(payload);
    return frames;
  }

  /** The message that some frames are. Throws {@link IllegalArgumentException} if none. */
  static SoakMessage of(List<byte[]> frames) {
    byte[] first = frames.get(0);
    if (first.length != HEADER) {
      throw new IllegalArgumentException(
          "a header of " + first.length + " bytes and " + (frames.size() - 1) + " frames");
    }
    ByteBuffer header = ByteBuffer.wrap(first);
    SoakMessage message =
        new SoakMessage(
            header.getShort(0) & 0xffff,
            header.get(2),
            header.getInt(4) & 0xffffffffL,
            header.getLong(8),
            header.getLong(16));
    List<byte[]> payload = frames.subList(1, frames.size());
    if (header.get(3) != payload.size()) {
      throw new IllegalArgumentException(
          message + " has " + payload.size() + " frames, not " + header.get(3));
    }
    if (header.getInt(CHECKED) != checksum(first, payload)) {
      throw new IllegalArgumentException(message + " has a wrong checksum");
    }
    return message;
  }

  private static int checksum(byte[] header, List<byte[]> payload) {
    CRC32 sum = new CRC32();
    sum.update(header, 0, CHECKED);
    for (byte[] frame : payload) {
      sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, frame.length));
      sum.update(frame);
    }
    return (int) sum.getValue();
  }
}
