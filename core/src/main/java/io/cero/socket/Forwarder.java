package io.cero.socket;

import io.cero.UnroutableException;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a proxy: takes messages from one socket and hands them to the other, frame by
 * frame, from pipe to pipe.
 *
 * <p>A message is taken only when the other socket has room for it. Owned by the thread that runs
 * the proxy, but for the counts, which any thread reads.
 */
public final class Forwarder {
  private final SocketCore from;
  private final SocketCore to;
  private final @Nullable SocketCore capture;

  // Written by the proxy's thread, once per batch.
  private volatile long receivedMessages;
  private volatile long receivedBytes;
  private volatile long sentMessages;
  private volatile long sentBytes;
  private volatile long uncaptured;

  // Of the batch under way.
  private long received;
  private long receivedInBytes;
  private long sent;
  private long sentInBytes;
  private long lost;

  /** A direction, with a socket that gets a copy of every message, or none. */
  public Forwarder(SocketCore from, SocketCore to, @Nullable SocketCore capture) {
    this.from = from;
    this.to = to;
    this.capture = capture;
  }

  /**
   * Forwards messages while there are any and there is room, up to a number of them. Inside all the
   * sockets.
   *
   * @return how many
   */
  public int forward(int most) {
    int count = 0;
    begin();
    try {
      while (count < most && from.canReceive() && to.canSend() && forwardOne()) {
        count++;
      }
    } finally {
      publish();
      end();
    }
    return count;
  }

  private void begin() {
    to.beginRun();
    if (capture != null) {
      capture.beginRun();
    }
  }

  private void end() {
    to.endRun();
    if (capture != null) {
      capture.endRun();
    }
  }

  /** False if it was not taken after all. */
  private boolean forwardOne() {
    Incoming frame = from.receive(0);
    if (frame == null) {
      return false;
    }
    boolean capturing = capture != null;
    boolean sending = true;
    boolean first = true;
    long bytes = 0;
    boolean more;
    do {
      if (!first) {
        // The rest of a message is there with its beginning.
        frame = Objects.requireNonNull(from.receive(Long.MAX_VALUE));
      }
      more = frame.more();
      boolean fits = frame.length() <= Integer.MAX_VALUE - 8;
      if (sending) {
        Taken taken = fits ? send(frame, more) : Taken.NEVER;
        if (taken == Taken.NOT_NOW && first) {
          return false;
        }
        sending = taken == Taken.YES;
        if (!sending && to.isSending()) {
          to.abandonSend();
        }
      }
      if (capturing) {
        capturing = fits && capture(frame, more);
      }
      bytes += frame.length();
      from.consume();
      first = false;
    } while (more);
    received++;
    receivedInBytes += bytes;
    if (sending) {
      sent++;
      sentInBytes += bytes;
    }
    if (capture != null && !capturing) {
      lost++;
    }
    return true;
  }

  /** What became of a frame. */
  private enum Taken {
    YES,
    NOT_NOW,
    NEVER
  }

  private Taken send(Incoming frame, boolean more) {
    fill(to.outgoing(), frame);
    try {
      return to.send(more, 0) ? Taken.YES : Taken.NOT_NOW;
    } catch (UnroutableException nobodyThere) {
      return Taken.NEVER;
    }
  }

  /** A capture socket without room never holds the proxy up. */
  private boolean capture(Incoming frame, boolean more) {
    SocketCore tap = capture;
    if (tap == null) {
      return false;
    }
    fill(tap.outgoing(), frame);
    boolean done = tap.send(more, 0);
    if (!done && tap.isSending()) {
      tap.abandonSend();
    }
    return done;
  }

  private static void fill(Outgoing outgoing, Incoming frame) {
    if (frame.isContiguous()) {
      outgoing.set(frame.memory(), frame.offset(), (int) frame.length());
    } else {
      byte[] body = frame.copy();
      outgoing.setImmutable(body, 0, body.length);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void publish() {
    if (received > 0) {
      receivedMessages += received;
      receivedBytes += receivedInBytes;
      sentMessages += sent;
      sentBytes += sentInBytes;
      uncaptured += lost;
      received = receivedInBytes = sent = sentInBytes = lost = 0;
    }
  }

  /** Messages taken. */
  public long receivedMessages() {
    return receivedMessages;
  }

  /** Bytes of their bodies. */
  public long receivedBytes() {
    return receivedBytes;
  }

  /** Messages handed on. */
  public long sentMessages() {
    return sentMessages;
  }

  /** Bytes of their bodies. */
  public long sentBytes() {
    return sentBytes;
  }

  /** Messages of which the capture socket had no room for a copy. */
  public long uncaptured() {
    return uncaptured;
  }
}
