package io.cero.pipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;

/** The reader's end of an outbound slot: encodes the newest message and writes it to a channel. */
public final class SlotOutlet implements Egress {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final Slot slot;
  private final Incoming frame = new Incoming();
  private Encoder encoder = Encoder.ZMTP;
  private ByteBuffer scratch = EMPTY;
  private final List<byte[]> underWay = new ArrayList<>();
  private boolean again;
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

  /** Encodes the newest message; if there is none, the one again that a cut has left unwritten. */
  private void encode() {
    if (slot.hasMessage()) {
      take();
    }
    again = false;
    int size = 0;
    for (byte[] body : underWay) {
      size += Encoder.LONGEST_HEADER + body.length;
    }
    ByteBuffer target = scratch.capacity() < size ? ByteBuffer.allocate(size) : scratch.clear();
    for (int i = 0; i < underWay.size(); i++) {
      byte[] body = underWay.get(i);
      encoder.putHeader(target, body.length, i + 1 < underWay.size());
      target.put(body);
    }
    scratch = target.flip();
  }

  private void take() {
    underWay.clear();
    boolean more;
    do {
      slot.read(frame);
      underWay.add(frame.copy());
      more = frame.more();
      frame.done();
    } while (more);
  }

  @Override
  public boolean isDrained() {
    return !scratch.hasRemaining() && !again && !slot.hasMessage();
  }

  @Override
  public boolean isMidMessage() {
    return scratch.hasRemaining();
  }

  @Override
  public void rewind() {
    again |= scratch.hasRemaining();
    scratch = EMPTY;
  }

  @Override
  public long writtenBytes() {
    return written;
  }
}
