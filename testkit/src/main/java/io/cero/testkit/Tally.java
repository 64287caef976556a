package io.cero.testkit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A count of messages, and a digest that only the same messages in the same order have.
 *
 * @param messages how many messages
 * @param bytes how many bytes their frames have together
 * @param sha256 in hex, over each frame in turn: its more flag (one byte), its length (eight bytes,
 *     big-endian), its bytes
 */
public record Tally(long messages, long bytes, String sha256) {

  /** The tally of these messages. */
  public static Tally of(List<List<byte[]>> messages) {
    Counter counter = new Counter();
    messages.forEach(counter::add);
    return counter.tally();
  }

  /** The tally of what {@link PeerSocket#startFlood} sends for these arguments. */
  public static Tally ofGenerated(int count, int size, long seed) {
    Counter counter = new Counter();
    for (int i = 0; i < count; i++) {
      counter.add(List.of(Bodies.generate(seed + i, size)));
    }
    return counter.tally();
  }

  /** Counts messages one by one. Not thread-safe. */
  public static final class Counter {
    private final MessageDigest digest = Bodies.sha256();
    private long messages;
    private long bytes;

    /** Counts one message. */
    public void add(List<byte[]> frames) {
      messages++;
      for (int i = 0; i < frames.size(); i++) {
        byte[] frame = frames.get(i);
        bytes += frame.length;
        byte more = (byte) (i < frames.size() - 1 ? 1 : 0);
        digest.update(ByteBuffer.allocate(9).put(more).putLong(frame.length).flip());
        digest.update(frame);
      }
    }

    /** The tally so far; the counter begins again after it. */
    public Tally tally() {
      Tally tally = new Tally(messages, bytes, HexFormat.of().formatHex(digest.digest()));
      messages = 0;
      bytes = 0;
      return tally;
    }
  }
}
