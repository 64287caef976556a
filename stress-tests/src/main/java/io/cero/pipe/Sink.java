package io.cero.pipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** A channel that takes a few bytes at a time and keeps them. */
final class Sink implements GatheringByteChannel {
  private final byte[] taken;
  private final int most;
  private int count;

  /**
   * A sink.
   *
   * @param size bytes that it takes in all
   * @param most bytes that it takes in one write
   */
  Sink(int size, int most) {
    this.taken = new byte[size];
    this.most = most;
  }

  /** Has an outlet write for a turn. */
  void takeFrom(Outlet outlet) {
    try {
      outlet.write(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int count() {
    return count;
  }

  byte at(int index) {
    return taken[index];
  }

  @Override
  public int write(ByteBuffer source) {
    int part = Math.min(most, source.remaining());
    source.get(taken, count, part);
    count += part;
    return part;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    int left = most;
    for (int i = offset; i < offset + length && left > 0; i++) {
      int part = Math.min(left, sources[i].remaining());
      sources[i].get(taken, count, part);
      count += part;
      left -= part;
    }
    return most - left;
  }

  @Override
  public long write(ByteBuffer[] sources) {
    return write(sources, 0, sources.length);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
