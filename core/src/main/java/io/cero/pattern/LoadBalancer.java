package io.cero.pattern;

import io.cero.DropReason;
import io.cero.pipe.Outgoing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends to peers in turn: each message to the next that has room (RFC 28, 30).
 *
 * <p>A peer that has no room becomes passive until it is {@link #activated}; a message that nobody
 * has room for goes to the disk of one whose queue {@linkplain io.cero.pipe.Pipe#canOverflow
 * overflows}, or does not begin. Once begun, all its frames go to the same peer. Owned by the
 * thread inside the socket.
 */
final class LoadBalancer {
  private final Host host;

  /** Every peer, at peer.place: the active ones in front. */
  private Peer[] peers = new Peer[4];

  private int count;
  private int active;
  private @Nullable Peer within;
  private boolean dropping;

  /** Whose turn it is, of the active ones. */
  private int current;

  /** Whose turn it is if nobody is active, where queues overflow. */
  private int currentToOverflow;

  private boolean overflows;

  LoadBalancer(Host host) {
    this.host = host;
  }

  /** Adds a peer. */
  void attach(Peer peer) {
    overflows |= peer.out.canOverflow();
    if (count == peers.length) {
      peers = Arrays.copyOf(peers, count * 2);
    }
    put(peer, count++);
    activated(peer);
  }

  private void put(Peer peer, int place) {
    peers[place] = peer;
    peer.place = place;
  }

  private boolean isHere(Peer peer) {
    return peer.place < count && peers[peer.place] == peer;
  }

  /** A peer that had no room has some. */
  void activated(Peer peer) {
    if (peer.writable || peer.gone || !isHere(peer)) {
      return;
    }
    peer.writable = true;
    swap(peer, active++);
  }

  private void swap(Peer peer, int place) {
    Peer other = peers[place];
    put(other, peer.place);
    put(peer, place);
  }

  /** Takes a peer out; the rest of a message that was going to it is dropped. */
  @SuppressWarnings("NullAway") // nobody looks behind the count
  void remove(Peer peer) {
    if (isHere(peer)) {
      if (peer.writable) {
        deactivate(peer);
      }
      swap(peer, --count);
      peers[count] = null;
    }
    if (within == peer) {
      within = null;
      dropping = true;
      peer.out.rollback();
      host.droppedFor(peer, DropReason.PEER_GONE, 1);
    }
  }

  /** Sends a frame; false if nobody has room for a new message. */
  boolean send(Outgoing frame, boolean more) {
    if (dropping) {
      dropping = more;
      frame.releaseNow();
      return true;
    }
    Peer peer = within;
    if (peer == null) {
      peer = next();
      if (peer == null) {
        return false;
      }
    }
    peer.out.append(frame, more);
    frame.releaseNow();
    if (more) {
      within = peer;
      return true;
    }
    if (within != null) {
      within = null;
    }
    peer.link().published();
    currentToOverflow = peer.place + 1;
    if (++current >= active) {
      current = 0;
    }
    return true;
  }

  /** The peer that takes the next message, or null if none has room. */
  private @Nullable Peer next() {
    while (active > 0) {
      Peer peer = peers[current];
      if (peer.hasRoomInMemory() || !peer.awaitRoom()) {
        return peer;
      }
      deactivate(peer);
    }
    return overflows ? nextToOverflow() : null;
  }

  /** The peer whose disk takes the next message: one that is there, if any of those has room. */
  private @Nullable Peer nextToOverflow() {
    Peer absent = null;
    for (int i = 0; i < count; i++) {
      Peer peer = peers[(currentToOverflow + i) % count];
      if ((peer.connected || absent == null) && peer.out.hasRoomOnDisk()) {
        if (peer.connected) {
          return peer;
        }
        absent = peer;
      }
    }
    return absent;
  }

  /** True if a message could begin. */
  boolean hasRoom() {
    return within != null || dropping || next() != null;
  }

  /** The peer of the message under way, or the one that would take the next. */
  @Nullable Peer target() {
    return within != null ? within : next();
  }

  /** Drops the frames of a message that will not be completed. */
  void abandon() {
    if (within != null) {
      within.out.rollback();
      within = null;
    }
    dropping = false;
  }

  private void deactivate(Peer peer) {
    peer.writable = false;
    swap(peer, --active);
    if (current >= active) {
      current = 0;
    }
  }
}
