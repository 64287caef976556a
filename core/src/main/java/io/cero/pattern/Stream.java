package io.cero.pattern;

import io.cero.PeerNotification;
import io.cero.StreamOptions;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * STREAM: plain TCP connections, each under an address of this side's making: messages of an
 * address and bytes, both ways.
 *
 * <p>It is a mandatory {@link Router} of raw connections. An empty second frame that is received
 * says that the connection has begun or ended; one that is sent closes it. Frames behind the second
 * do not belong to the message.
 */
public final class Stream extends Pattern {
  private final Router router;

  /** A STREAM without connections. */
  public Stream(Host host, StreamOptions options) {
    super(host);
    Set<PeerNotification> notifications =
        options.peerNotifications() ? Set.of(PeerNotification.values()) : Set.of();
    this.router = new Router(host, true, false, true, false, notifications);
  }

  /** Every connection that can be sent to, oldest first. */
  public List<Peer> peers() {
    return router.peers();
  }

  /** The connection that has an address. */
  public Optional<Peer> peer(byte[] identity) {
    return router.peer(identity);
  }

  /** Drops a connection at once; it is not announced as gone. */
  @Override
  public void drop(Peer peer) {
    router.drop(peer);
  }

  @Override
  public void attached(Peer peer) {
    router.attached(peer);
  }

  @Override
  protected void connected(Peer peer) {
    router.connected(peer);
  }

  @Override
  protected void hiccup(Peer peer) {
    router.hiccup(peer);
  }

  @Override
  protected void readable(Peer peer) {
    router.readable(peer);
  }

  @Override
  protected void writable(Peer peer) {
    router.writable(peer);
  }

  @Override
  protected void gone(Peer peer) {
    router.gone(peer);
  }

  /**
   * Sends one frame; the first is the address.
   *
   * @throws io.cero.UnroutableException if no connection has the address
   */
  @Override
  public boolean send(Outgoing frame, boolean more) {
    return router.send(frame, more);
  }

  @Override
  public boolean canSend() {
    return true; // what a send needs depends on its address
  }

  @Override
  public void abandonSend() {
    router.abandonSend();
  }

  @Override
  public boolean receive(Incoming frame) {
    return router.receive(frame);
  }

  @Override
  public boolean canReceive() {
    return router.canReceive();
  }

  @Override
  public @Nullable Peer lastPeer() {
    return router.lastPeer();
  }
}
