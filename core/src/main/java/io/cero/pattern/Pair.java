package io.cero.pattern;

import io.cero.DropReason;
import io.cero.HandshakeFailure;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import org.jspecify.annotations.Nullable;

/** PAIR: exactly one peer at a time, both ways; further ones are turned away (RFC 31). */
public final class Pair extends Pattern {
  private @Nullable Peer peer;
  private @Nullable Peer last;
  private boolean sending;
  private boolean dropping;

  /** A PAIR without a peer. */
  public Pair(Host host) {
    super(host);
  }

  @Override
  public void attached(Peer joined) {
    if (peer == null || (peer.gone && !peer.in.hasMessage())) {
      peer = joined;
      joined.readable = true;
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
    if (left != peer) {
      host.forgotten(left);
      return;
    }
    if (sending) {
      sending = false;
      dropping = true;
      host.droppedFor(left, DropReason.PEER_GONE, 1);
    }
    forgetIfRead();
  }

  private void forgetIfRead() {
    Peer left = peer;
    if (left != null && left.gone && !left.in.hasMessage()) {
      peer = null;
      host.forgotten(left);
    }
  }

  @Override
  public boolean send(Outgoing frame, boolean more) {
    if (dropping) {
      dropping = more;
      frame.releaseNow();
      return true;
    }
    Peer to = peer;
    if (to == null || (!sending && !canSend())) {
      return false;
    }
    to.out.append(frame, more);
    frame.releaseNow();
    sending = more;
    if (!more) {
      to.link().published();
    }
    return true;
  }

  @Override
  public boolean canSend() {
    Peer to = peer;
    return to != null && !to.gone && (sending || to.hasRoom() || !to.awaitRoom());
  }

  @Override
  public boolean receive(Incoming frame) {
    Peer from = peer;
    if (from == null || !canReceive()) {
      return false;
    }
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
      return false;
    }
    return !from.in.awaitMessage();
  }

  @Override
  public @Nullable Peer lastPeer() {
    return last;
  }

  @Override
  public void abandonSend() {
    if (sending && peer != null) {
      peer.out.rollback();
    }
    sending = false;
    dropping = false;
  }
}
