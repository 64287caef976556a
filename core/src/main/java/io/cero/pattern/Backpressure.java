package io.cero.pattern;

import io.cero.PeerMetadata;
import io.cero.SocketEvent;
import io.cero.pipe.Pipe;
import io.cero.reactor.Right;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Tells the monitors when a peer's outbound pipe has reached its mark and when there is room again:
 * by turns, each once, in this order.
 *
 * <p>The thread inside the socket finds the mark reached, the pipe's reader makes room. Each counts
 * its change; who then gets {@code right} tells of all that nobody has told of yet, and who does
 * not leaves it to the holder. So the order of the events is that of the changes, and nobody waits.
 */
final class Backpressure {
  private static final VarHandle CHANGES;

  static {
    try {
      CHANGES = MethodHandles.lookup().findVarHandle(Backpressure.class, "changes", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Peer peer;
  private final Events events;
  private final Right right = new Right();

  /** Odd while the mark is reached. */
  @SuppressWarnings("UnusedVariable") // through CHANGES
  private volatile int changes;

  // The holder of the right's.
  private int told;

  Backpressure(Peer peer, Events events) {
    this.peer = peer;
    this.events = events;
  }

  /** As {@link Pipe#awaitRoom}, which it asks. Called by the thread inside the socket. */
  boolean awaitRoom(Pipe out) {
    if (!out.awaitRoom()) {
      return false;
    }
    change(0);
    // The reader may have made room, and found that nothing was to be told, before this change:
    // then its consumption is seen here. Partner: hasRoom, which comes behind a consumption.
    if (out.hasRoom()) {
      change(1);
      return false;
    }
    return true;
  }

  /** There is room. Called by the pipe's reader, behind its consumption and a fence. */
  void hasRoom() {
    change(1);
  }

  private void change(int from) {
    int now = changes;
    if ((now & 1) == from && CHANGES.compareAndSet(this, now, now + 1)) {
      tell();
    }
  }

  private void tell() {
    if (right.tryAcquire()) {
      do {
        for (int until = changes; told != until; until = changes) {
          told++;
          emit((told & 1) == 1);
        }
      } while (!right.release());
    }
  }

  private void emit(boolean full) {
    PeerMetadata metadata = peer.metadata();
    String address = metadata == null ? "" : metadata.address();
    String endpoint = peer.endpoint;
    if (full) {
      events.emit(n -> new SocketEvent.MarkReached(n, endpoint, address));
    } else {
      events.emit(n -> new SocketEvent.RoomAgain(n, endpoint, address));
    }
  }
}
