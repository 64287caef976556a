package io.cero.pipe;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.IntSupplier;

/** A channel from which bytes come in portions, and then nothing more. */
final class Source implements ReadableByteChannel {
  private final byte[] bytes;
  private final IntSupplier portion;
  private int at;

  Source(byte[] bytes, IntSupplier portion) {
    this.bytes = bytes;
    this.portion = portion;
  }

  boolean isEmpty() {
    return at == bytes.length;
  }

  @Override
  public int read(ByteBuffer target) {
    int count = Math.min(target.remaining(), bytes.length - at);
    count = Math.min(count, portion.getAsInt());
    target.put(bytes, at, count);
    at += count;
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
