package io.cero.pattern;

import io.cero.pipe.Incoming;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Receives from peers in turn: a message from each that has one, round and round (RFC 28, 30).
 *
 * <pre>
 *   peers: [ active, in turn ... | passive ... ]
 *                ^ current       ^ active
 * </pre>
 *
 * <p>A peer whose pipe is found empty becomes passive until it is {@link #activated}. Owned by the
 * thread inside the socket.
 */
final class FairQueue {
  private final Host host;
  private Peer[] active = new Peer[4];
  private int count;
  private int current;
  private boolean within;
  private @Nullable Peer last;

  FairQueue(Host host) {
    this.host = host;
  }

  /** Adds a peer; it is asked for messages at once. */
  void attach(Peer peer) {
    activated(peer);
  }

  /** A peer that had no message has one. */
  void activated(Peer peer) {
    if (peer.readable) {
      return;
    }
    peer.readable = true;
    if (count == active.length) {
      active = Arrays.copyOf(active, count * 2);
    }
    active[count++] = peer;
  }

  /** A peer is gone; what it sent stays to be read. */
  void gone(Peer peer) {
    if (!peer.readable) {
      if (peer.in.hasMessage()) {
        activated(peer);
      } else {
        host.forgotten(peer);
      }
    }
  }

  /** Takes a peer out, with what it sent. */
  void remove(Peer peer) {
    for (int i = 0; i < count; i++) {
      if (active[i] == peer) {
        deactivate(i);
        break;
      }
    }
    if (last == peer) {
      within = false;
      last = null;
    }
  }

  /** Describes the next frame: of the message under way, or of the next peer that has one. */
  boolean receive(Incoming frame) {
    while (count > 0) {
      Peer peer = active[current];
      if (peer.in.hasMessage()) {
        peer.in.read(frame);
        if (last != peer) {
          last = peer;
        }
        within = frame.more();
        if (!within) {
          int next = current + 1;
          current = next < count ? next : 0;
        }
        return true;
      }
      pause(peer);
    }
    return false;
  }

  private void pause(Peer peer) {
    if (!peer.gone && !peer.in.awaitMessage()) {
      return; // a message came meanwhile
    }
    if (peer.gone && peer.in.hasMessage()) {
      return;
    }
    deactivate(current);
    if (peer.gone) {
      host.forgotten(peer);
    }
  }

  @SuppressWarnings("NullAway") // what lies behind the active ones is never read
  private void deactivate(int index) {
    Peer peer = active[index];
    peer.readable = false;
    count--;
    active[index] = active[count];
    active[count] = null;
    if (current == count) {
      current = within && index != count ? index : 0; // the message under way moved with its peer
    }
  }

  /** True if a message is there. */
  boolean hasMessage() {
    if (within) {
      return true;
    }
    while (count > 0) {
      Peer peer = active[current];
      if (peer.in.hasMessage()) {
        return true;
      }
      pause(peer);
    }
    return false;
  }

  /** True between the frames of a message. */
  boolean isWithin() {
    return within;
  }

  /** The peer from which the last frame came. */
  @Nullable Peer last() {
    return last;
  }
}
