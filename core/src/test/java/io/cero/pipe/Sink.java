package io.cero.pipe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** A channel that takes so many bytes at a time, so many in all, and then none. */
final class Sink implements GatheringByteChannel {
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private final int each;
  private long left;

  Sink(long all) {
    this(all, Integer.MAX_VALUE);
  }

  Sink(long all, int each) {
    this.left = all;
    this.each = each;
  }

  byte[] taken() {
    return taken.toByteArray();
  }

  @Override
  public int write(ByteBuffer source) {
    return (int) write(new ByteBuffer[] {source}, 0, 1);
  }

  @Override
  public long write(ByteBuffer[] sources) {
    return write(sources, 0, sources.length);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    long now = Math.min(each, left);
    long before = now;
    for (int i = offset; i < offset + length && now > 0; i++) {
      byte[] part = new byte[(int) Math.min(now, sources[i].remaining())];
      sources[i].get(part);
      taken.writeBytes(part);
      now -= part.length;
    }
    left -= before - now;
    return before - now;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
