package io.cero.pipe;

import io.cero.wire.FrameHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A pipe that holds one message, the newest: what a socket with {@code conflate} uses.
 *
 * <p>The writer exchanges the message, the reader takes it; there is always room. A message that is
 * replaced before it was read counts as conflated, and as consumed.
 */
@NullUnmarked // an empty slot is null
public final class Slot extends Pipe {
  private final AtomicReference<byte @Nullable [][]> newest = new AtomicReference<>();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong conflated = new AtomicLong();
  private final AtomicLong publishedBytes = new AtomicLong();
  private final AtomicLong consumedBytes = new AtomicLong();
  private volatile boolean readerWaiting;

  // The writer's.
  private final List<byte[]> frames = new ArrayList<>();

  // The reader's.
  private byte @Nullable [][] reading;
  private int frame;

  @Override
  public boolean hasRoom() {
    return true;
  }

  @Override
  public boolean awaitRoom() {
    return false;
  }

  @Override
  public void append(Outgoing body, boolean more) {
    frames.add(body.copyFrom(0));
    if (more) {
      return;
    }
    byte[][] message = frames.toArray(byte[][]::new);
    frames.clear();
    publishedBytes.addAndGet(bytes(message));
    published.incrementAndGet(); // first: what is consumed was published
    byte[][] replaced = newest.getAndSet(message);
    if (replaced != null) {
      conflated(replaced);
    }
  }

  private void conflated(byte[][] replaced) {
    consumedBytes.addAndGet(bytes(replaced));
    conflated.incrementAndGet();
  }

  private void taken(byte[][] message) {
    consumedBytes.addAndGet(bytes(message));
    taken.incrementAndGet();
  }

  private static long bytes(byte[][] message) {
    long bytes = 0;
    for (byte[] body : message) {
      bytes += FrameHeader.size(body.length) + body.length;
    }
    return bytes;
  }

  @Override
  public void rollback() {
    frames.clear();
  }

  @Override
  public long conflated() {
    return conflated.get();
  }

  @Override
  public long publishedBytes() {
    return publishedBytes.get();
  }

  @Override
  public long consumedBytes() {
    return consumedBytes.get();
  }

  /** Takes the newest message away to be written; {@link #written} or {@link #dropped} follows. */
  byte @Nullable [][] take() {
    return newest.getAndSet(null);
  }

  /** A message that was taken is written. */
  void written(byte[][] message) {
    taken(message);
  }

  /** A message that was taken was not written, and a newer one has its place. */
  void dropped(byte[][] message) {
    conflated(message);
  }

  @Override
  public long published() {
    return published.get();
  }

  @Override
  public boolean hasMessage() {
    return reading != null || newest.get() != null;
  }

  @Override
  public boolean awaitMessage() {
    readerWaiting = true;
    if (hasMessage()) {
      readerWaiting = false;
      return false;
    }
    return true;
  }

  @Override
  public void read(Incoming in) {
    if (reading == null) {
      reading = newest.getAndSet(null);
      frame = 0;
    }
    in.set(this, reading[frame], frame + 1 < reading.length);
  }

  @Override
  public void done(Incoming in) {
    if (++frame == reading.length) {
      byte[][] read = reading;
      reading = null;
      taken(read);
    }
  }

  @Override
  public long consumed() {
    return conflated.get() + taken.get();
  }

  @Override
  public long taken() {
    return taken.get();
  }

  @Override
  public boolean takeReaderWaiting() {
    if (!readerWaiting) {
      return false;
    }
    readerWaiting = false;
    return true;
  }

  @Override
  public boolean takeWriterWaiting() {
    return false;
  }

  @Override
  public void onRoom(Runnable listener) {
    // There is always room.
  }
}
