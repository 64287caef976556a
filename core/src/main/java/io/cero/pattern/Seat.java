package io.cero.pattern;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** What a {@link Router} keeps of a peer, beside its address. */
final class Seat {
  /** Whether a peer's messages are received. */
  enum Standing {
    /** Not yet: nobody knows who it is. Or never: it was refused. */
    OUTSIDE,
    /** Not yet: the peer whose place it took has messages that come first. */
    WAITING,
    /** Yes. */
    QUEUED,
    /** No more: this side closed it. */
    DISCARDED
  }

  Standing standing = Standing.OUTSIDE;

  /** The address that this side chose before it connected; what the peer announces is ignored. */
  final byte @Nullable [] chosen;

  /** True while it is connected and known. */
  boolean present;

  /** The peer that took its place, and waits until its messages are read. */
  @Nullable Peer successor;

  /** The address that it had before it announced another, for messages before the one counted. */
  private byte @Nullable [] former;

  private long formerUntil;

  Seat(byte @Nullable [] chosen) {
    this.chosen = chosen;
  }

  static Seat of(Peer peer) {
    return (Seat) requireNonNull(peer.state);
  }

  /** A peer is about to be given another address, under which it was introduced. */
  void rename(Peer peer) {
    former = peer.routingId;
    formerUntil = peer.introducedAt();
  }

  /** The address of the peer that sent the next message in its pipe. */
  byte[] sender(Peer peer) {
    if (former != null) {
      if (peer.in.consumed() < formerUntil) {
        return former;
      }
      former = null;
    }
    return requireNonNull(peer.routingId);
  }
}
