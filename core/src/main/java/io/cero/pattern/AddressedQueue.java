package io.cero.pattern;

import static java.util.Objects.requireNonNull;

import io.cero.pipe.Incoming;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Receives from peers in turn, each message with its sender's address in front, and in between what
 * is to be said about peers: an address and an empty frame.
 *
 * <p>The peers have a {@link Seat}. Owned by the thread inside the socket.
 */
final class AddressedQueue {
  private static final byte[] EMPTY = new byte[0];

  /** What {@link #receive} describes next. */
  private enum Next {
    ADDRESS,
    FIRST_FRAME,
    FURTHER_FRAME,
    NOTICE
  }

  private record Notice(Peer peer, byte[] address) {}

  private final FairQueue fairQueue;
  private final ArrayDeque<Notice> notices = new ArrayDeque<>();
  private Next next = Next.ADDRESS;
  private @Nullable Peer from;

  AddressedQueue(Host host) {
    this.fairQueue = new FairQueue(host);
  }

  void attach(Peer peer) {
    fairQueue.attach(peer);
  }

  void activated(Peer peer) {
    fairQueue.activated(peer);
  }

  void gone(Peer peer) {
    fairQueue.gone(peer);
  }

  /** Lets go of what a peer sent, but for the rest of a message that is being read. */
  void discard(Peer peer) {
    if (next == Next.ADDRESS || next == Next.NOTICE || from != peer) {
      fairQueue.remove(peer);
    }
  }

  /** Has a peer's address and an empty frame be received before any other message. */
  void announce(Peer peer) {
    notices.add(new Notice(peer, requireNonNull(peer.routingId)));
  }

  boolean receive(Incoming frame) {
    switch (next) {
      case ADDRESS -> {
        return address(frame);
      }
      case FIRST_FRAME -> {
        requireNonNull(from).in.read(frame);
        body(frame.more());
      }
      case FURTHER_FRAME -> {
        fairQueue.receive(frame);
        body(frame.more());
      }
      case NOTICE -> {
        frame.set(EMPTY, false);
        next = Next.ADDRESS;
      }
    }
    return true;
  }

  private boolean address(Incoming frame) {
    if (notices.isEmpty() && fairQueue.receive(frame)) {
      Peer sender = requireNonNull(fairQueue.last());
      frame.set(Seat.of(sender).sender(sender), true);
      from = sender;
      next = Next.FIRST_FRAME;
      return true;
    }
    Notice notice = notices.poll(); // one may have come when the fair queue found a peer's end
    if (notice == null) {
      return false;
    }
    from = notice.peer;
    frame.set(notice.address, true);
    next = Next.NOTICE;
    return true;
  }

  private void body(boolean more) {
    next = more ? Next.FURTHER_FRAME : Next.ADDRESS;
    Peer sender = requireNonNull(from);
    if (!more && Seat.of(sender).standing == Seat.Standing.DISCARDED) {
      fairQueue.remove(sender);
    }
  }

  boolean hasMessage() {
    return next != Next.ADDRESS
        || !notices.isEmpty()
        || fairQueue.hasMessage()
        || !notices.isEmpty();
  }

  /** The peer of the last frame. */
  @Nullable Peer last() {
    return from;
  }
}
