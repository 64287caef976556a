package io.cero.pipe;

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
 * replaced before it was read counts as conflated.
 */
@NullUnmarked // an empty slot is null
public final class Slot extends Pipe {
  private final AtomicReference<byte @Nullable [][]> newest = new AtomicReference<>();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong consumed = new AtomicLong();
  private final AtomicLong conflated = new AtomicLong();
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
    if (newest.getAndSet(message) != null) {
      conflated.incrementAndGet();
      consumed.incrementAndGet();
    }
    published.incrementAndGet();
  }

  @Override
  public void rollback() {
    frames.clear();
  }

  /** Messages that were replaced unread. */
  public long conflated() {
    return conflated.get();
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
      reading = null;
      consumed.incrementAndGet();
    }
  }

  @Override
  public long consumed() {
    return consumed.get();
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
