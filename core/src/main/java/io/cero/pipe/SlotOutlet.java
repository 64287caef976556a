package io.cero.pipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** The reader's end of an outbound slot: encodes the newest message and writes it to a channel. */
public final class SlotOutlet implements Egress {
  private final Slot slot;
  private final Incoming frame = new Incoming();
  private Encoder encoder = Encoder.ZMTP;
  private ByteBuffer scratch = ByteBuffer.allocate(0);
  private long written;

  /** The outlet of a slot. */
  public SlotOutlet(Slot slot) {
    this.slot = slot;
  }

  /** Has frames encoded so on the next connection. */
  public void encodeWith(Encoder next) {
    encoder = next;
  }

  @Override
  public Flow write(GatheringByteChannel channel) throws IOException {
    while (scratch.hasRemaining() || slot.hasMessage()) {
      if (!scratch.hasRemaining()) {
        encode();
      }
      written += channel.write(scratch);
      if (scratch.hasRemaining()) {
        return Flow.BLOCKED;
      }
    }
    return Flow.DRAINED;
  }

  private void encode() {
    ByteBuffer target = scratch.clear();
    boolean more;
    do {
      slot.read(frame);
      int length = Math.toIntExact(frame.length());
      if (target.remaining() < length + Encoder.LONGEST_HEADER) {
        int needed = target.position() + length + Encoder.LONGEST_HEADER;
        target = ByteBuffer.allocate(Math.max(needed, 256)).put(target.flip());
      }
      encoder.putHeader(target, length, frame.more());
      frame.copyTo(target);
      more = frame.more();
      frame.done();
    } while (more);
    scratch = target.flip();
  }

  @Override
  public boolean isDrained() {
    return !scratch.hasRemaining() && !slot.hasMessage();
  }

  @Override
  public boolean isMidMessage() {
    return scratch.hasRemaining();
  }

  @Override
  public void rewind() {
    scratch = ByteBuffer.allocate(0);
  }

  @Override
  public long writtenBytes() {
    return written;
  }
}
