package io.cero.pattern;

import io.cero.DisconnectReason;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import org.jspecify.annotations.Nullable;

/**
 * What makes a socket a PUSH, a ROUTER or a SUB: to whom a frame goes, from whom the next one
 * comes, and what happens when there is nobody.
 *
 * <p>A pattern is composed of a {@link FairQueue}, a {@link LoadBalancer}, a {@link Distributor} or
 * tables of its own. It belongs to the thread that is inside the socket, never waits, and works
 * frame by frame.
 */
public abstract class Pattern implements Inbox.Reader {
  protected final Host host;

  protected Pattern(Host host) {
    this.host = host;
  }

  /**
   * Takes note of what happened to a peer. Of connections lost and made since the last time, what
   * came last is what there is now; an event that is still on its way says so again. Nothing that
   * comes behind a peer's end counts.
   */
  @Override
  public final void onEvents(Peer peer, int events) {
    if ((events & Peer.ATTACHED) != 0) {
      attached(peer);
    }
    boolean made = (events & Peer.CONNECTED) != 0 && !peer.gone;
    boolean lost = (events & Peer.HICCUP) != 0;
    boolean madeLast = made && (!lost || peer.isUp());
    if (made && !madeLast) {
      made(peer);
    }
    if (lost) {
      lost(peer);
    }
    if (madeLast) {
      made(peer);
    }
    if ((events & Peer.READABLE) != 0 && !peer.gone) {
      readable(peer);
    }
    if ((events & Peer.WRITABLE) != 0 && !peer.gone) {
      writable(peer);
    }
    if ((events & Peer.GONE) != 0 && !peer.gone) {
      peer.gone = true;
      gone(peer);
    }
  }

  private void made(Peer peer) {
    peer.connected = true;
    connected(peer);
  }

  private void lost(Peer peer) {
    if (peer.connected) {
      peer.connected = false;
      hiccup(peer);
    }
  }

  /** A peer has joined: connected to, or accepted and introduced. */
  public abstract void attached(Peer peer);

  /** A peer's handshake is done: its identity and metadata are known, perhaps anew. */
  protected void connected(Peer peer) {}

  /** A peer's connection was lost and is being sought again. */
  protected void hiccup(Peer peer) {}

  /** A peer's inbound pipe has a message after it had none. */
  protected abstract void readable(Peer peer);

  /** A peer's outbound pipe has room after it had none. */
  protected abstract void writable(Peer peer);

  /** A peer will not come back; its inbound pipe may still hold messages. */
  protected abstract void gone(Peer peer);

  /**
   * Drops a peer at once, with what is queued for it. Nothing goes there from here on; what it sent
   * before can still be received, unless the pattern says otherwise.
   */
  public void drop(Peer peer) {
    settle();
    peer.link().drop(DisconnectReason.LOCAL_CLOSE, "");
    onEvents(peer, Peer.GONE);
  }

  /**
   * Sends one frame.
   *
   * @return false if the message cannot go out now; only for its first frame
   */
  public boolean send(Outgoing frame, boolean more) {
    throw new UnsupportedOperationException("this pattern does not send");
  }

  /**
   * Describes the next frame.
   *
   * @return false if there is none; only for a message's first frame
   */
  public boolean receive(Incoming frame) {
    throw new UnsupportedOperationException("this pattern does not receive");
  }

  /** True if {@link #receive} would succeed. */
  public boolean canReceive() {
    return false;
  }

  /** True if {@link #send} would succeed. */
  public boolean canSend() {
    return false;
  }

  /** The peer of the message that was received last, for its metadata. */
  public @Nullable Peer lastPeer() {
    return null;
  }

  /**
   * True if a successful send gives up the frame that was received and not taken, together with the
   * rest of its message: the pattern consumes it, and nobody may look at it any more.
   */
  public boolean sendGivesUpReceived() {
    return false;
  }

  /**
   * Sees that all whole messages that were sent are in the peers' pipes, before a run ends or links
   * are closed.
   */
  public void settle() {}

  /** Drops the frames of a message that was begun and will not be completed. */
  public void abandonSend() {}
}
