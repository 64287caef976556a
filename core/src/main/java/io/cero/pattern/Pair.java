package io.cero.pattern;

import static java.util.Objects.requireNonNull;

import io.cero.DropReason;
import io.cero.HandshakeFailure;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import org.jspecify.annotations.Nullable;

/** PAIR: exactly one peer at a time, both ways; further ones are turned away (RFC 31). */
public final class Pair extends Pattern {
  private @Nullable Peer peer;

  /** Takes the place of one that is gone once what that one sent is received. */
  private @Nullable Peer next;

  private @Nullable Peer last;
  private boolean sending;
  private boolean dropping;

  /** A PAIR without a peer. */
  public Pair(Host host) {
    super(host);
  }

  @Override
  public void attached(Peer joined) {
    forgetIfRead();
    if (peer == null) {
      peer = joined;
      joined.readable = true;
    } else if (peer.gone && next == null) {
      next = joined;
    } else {
      joined.dismissed = true;
      joined.link().refuse(HandshakeFailure.OCCUPIED, "this PAIR has its peer already");
    }
  }

  @Override
  protected void readable(Peer from) {}

  @Override
  protected void writable(Peer to) {}

  @Override
  protected void gone(Peer left) {
    if (sending && left == heir()) {
      stopSending(left);
    }
    if (left == peer) {
      forgetIfRead();
    } else if (left != next || !left.in.hasMessage()) {
      next = left == next ? null : next;
      host.forgotten(left);
    }
  }

  private void stopSending(Peer left) {
    sending = false;
    dropping = true;
    host.droppedFor(left, DropReason.PEER_GONE, 1);
  }

  private void forgetIfRead() {
    Peer left = peer;
    if (left != null && left.gone && !left.in.hasMessage()) {
      peer = next;
      next = null;
      host.forgotten(left);
      if (peer != null) {
        peer.readable = true;
      }
    }
  }

  @Override
  public boolean send(Outgoing frame, boolean more) {
    if (dropping) {
      dropping = more;
      frame.releaseNow();
      return true;
    }
    if (!sending && !canSend()) {
      return false;
    }
    Peer to = requireNonNull(heir());
    to.out.append(frame, more);
    frame.releaseNow();
    sending = more;
    if (!more) {
      to.link().published();
    }
    return true;
  }

  /** Who is sent to: nobody who is gone, where another is there. */
  private @Nullable Peer heir() {
    return next != null ? next : peer;
  }

  @Override
  public boolean canSend() {
    Peer to = heir();
    return to != null && !to.gone && (sending || to.hasRoom() || !to.awaitRoom());
  }

  @Override
  public boolean receive(Incoming frame) {
    if (!canReceive()) {
      return false;
    }
    Peer from = requireNonNull(peer);
    last = from;
    from.in.read(frame);
    return true;
  }

  @Override
  public boolean canReceive() {
    Peer from = peer;
    if (from == null) {
      return false;
    }
    if (from.in.hasMessage()) {
      return true;
    }
    if (from.gone) {
      forgetIfRead();
      return peer != null && canReceive();
    }
    return !from.in.awaitMessage();
  }

  @Override
  public @Nullable Peer lastPeer() {
    return last;
  }

  @Override
  public void abandonSend() {
    Peer to = heir();
    if (sending && to != null) {
      to.out.rollback();
    }
    sending = false;
    dropping = false;
  }
}
