package io.cero.pipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The reader's end of an outbound slot: encodes the newest message and writes it to a channel. */
@NullUnmarked // what is under way is null between messages
public final class SlotOutlet implements Egress {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final Slot slot;
  private Encoder encoder = Encoder.ZMTP;
  private ByteBuffer scratch = EMPTY;
  private byte @Nullable [][] underWay; // taken and not written whole
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
    while (!isDrained()) {
      byte[][] message = underWay;
      if (!scratch.hasRemaining()) {
        message = newest();
        encode(message);
      }
      written += channel.write(scratch);
      if (scratch.hasRemaining()) {
        return Flow.BLOCKED;
      }
      underWay = null;
      slot.written(message);
    }
    return Flow.DRAINED;
  }

  /** The newest message; if there is none, the one again that a cut has left unwritten. */
  private byte[][] newest() {
    byte[][] newer = slot.take();
    if (newer != null) {
      if (underWay != null) {
        slot.dropped(underWay);
      }
      underWay = newer;
    }
    return underWay;
  }

  private void encode(byte[][] message) {
    int size = 0;
    for (byte[] body : message) {
      size += Encoder.LONGEST_HEADER + body.length;
    }
    ByteBuffer target = scratch.capacity() < size ? ByteBuffer.allocate(size) : scratch.clear();
    for (int i = 0; i < message.length; i++) {
      byte[] body = message[i];
      encoder.putHeader(target, body.length, i + 1 < message.length);
      target.put(body);
    }
    scratch = target.flip();
  }

  @Override
  public boolean isDrained() {
    return underWay == null && !slot.hasMessage();
  }

  @Override
  public boolean isMidMessage() {
    return scratch.hasRemaining();
  }

  @Override
  public void rewind() {
    scratch = EMPTY;
  }

  @Override
  public long unwritten() {
    return slot.queued();
  }

  @Override
  public long writtenBytes() {
    return written;
  }
}
