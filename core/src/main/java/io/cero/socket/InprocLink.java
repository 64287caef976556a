package io.cero.socket;

import io.cero.pattern.Link;
import io.cero.pattern.Peer;
import io.cero.pipe.Outgoing;
import org.jspecify.annotations.Nullable;

/**
 * The transport between two sockets of one context: nothing. What one peer writes the other reads,
 * from the same pipe.
 */
final class InprocLink implements Link {
  private final Peer self;
  private volatile @Nullable InprocLink other;
  private final Runnable onClosed;
  private volatile boolean closed;

  // Frames that the other side shall find when this one goes, or null.
  byte @Nullable [][] goodbyeOfOther;

  InprocLink(Peer self, Runnable onClosed) {
    this.self = self;
    this.onClosed = onClosed;
    self.link(this);
    self.out.onRoom(() -> self.post(Peer.WRITABLE));
  }

  Peer peer() {
    return self;
  }

  /** Joins both ends. */
  static void join(InprocLink one, InprocLink two) {
    one.other = two;
    two.other = one;
    if (one.closed) {
      two.self.post(Peer.GONE);
    }
    if (two.closed) {
      one.self.post(Peer.GONE);
    }
  }

  @Override
  public void published() {
    if (self.out.takeReaderWaitingInStream()) {
      InprocLink there = other;
      if (there != null) {
        there.self.post(Peer.READABLE);
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void subscribe(byte[] prefix) {
    operation((byte) 1, prefix);
  }

  @Override
  public void cancel(byte[] prefix) {
    operation((byte) 0, prefix);
  }

  private void operation(byte operation, byte[] prefix) {
    byte[] message = new byte[prefix.length + 1];
    message[0] = operation;
    System.arraycopy(prefix, 0, message, 1, prefix.length);
    append(message);
  }

  private void append(byte[]... frames) {
    Outgoing frame = new Outgoing();
    for (int i = 0; i < frames.length; i++) {
      self.out.append(frame.set(frames[i]), i + 1 < frames.length);
    }
    published();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    self.out.rollback();
    if (goodbyeOfOther != null) {
      append(goodbyeOfOther);
    }
    closed = true;
    InprocLink there = other;
    if (there != null) {
      there.self.post(Peer.GONE);
    }
    onClosed.run();
  }

  @Override
  public void drop() {
    close();
    self.post(Peer.GONE);
  }
}
