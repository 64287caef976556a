package io.cero.pattern;

import io.cero.DropReason;
import io.cero.pipe.Outgoing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private Peer[] active = new Peer[4];
  private int count;
  private int current;
  private @Nullable Peer within;
  private boolean dropping;

  /** Those that can overflow, active or not, and the one whose turn it is. */
  private final List<Peer> overflowing = new ArrayList<>(0);

  private int nextOverflow;

  LoadBalancer(Host host) {
    this.host = host;
  }

  /** Adds a peer. */
  void attach(Peer peer) {
    if (peer.out.canOverflow()) {
      overflowing.add(peer);
    }
    activated(peer);
  }

  /** A peer that had no room has some. */
  void activated(Peer peer) {
    if (peer.writable || peer.gone) {
      return;
    }
    peer.writable = true;
    if (count == active.length) {
      active = Arrays.copyOf(active, count * 2);
    }
    active[count++] = peer;
  }

  /** Takes a peer out; the rest of a message that was going to it is dropped. */
  void remove(Peer peer) {
    overflowing.remove(peer);
    for (int i = 0; i < count; i++) {
      if (active[i] == peer) {
        deactivate(i);
        break;
      }
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
    if (!overflowing.isEmpty()) {
      nextOverflow = overflowing.indexOf(peer) + 1;
    }
    if (++current >= count) {
      current = 0;
    }
    return true;
  }

  /** The peer that takes the next message, or null if none has room. */
  private @Nullable Peer next() {
    while (count > 0) {
      Peer peer = active[current];
      if (peer.hasRoomInMemory() || !peer.awaitRoom()) {
        return peer;
      }
      deactivate(current);
    }
    return overflowing.isEmpty() ? null : nextToOverflow();
  }

  /** The peer whose disk takes the next message: one that is there, if any of those has room. */
  private @Nullable Peer nextToOverflow() {
    Peer absent = null;
    for (int i = 0; i < overflowing.size(); i++) {
      Peer peer = overflowing.get((nextOverflow + i) % overflowing.size());
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

  @SuppressWarnings("NullAway") // what lies behind the active ones is never read
  private void deactivate(int index) {
    Peer peer = active[index];
    peer.writable = false;
    count--;
    active[index] = active[count];
    active[count] = null;
    if (current >= count) {
      current = 0;
    }
  }
}
