package io.cero;

import io.cero.session.Profile;
import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;

/**
 * ROUTER: knows its peers by their identities, which are the first frame of every message (RFC 28).
 */
public final class RouterSocket extends Socket implements Sender, Receiver {
  private final RouterOptions options;

  RouterSocket(ContextCore context, RouterOptions options) {
    super(
        context,
        new Profile.Particulars(
            SocketType.ROUTER,
            options.raw(),
            false,
            bytes(options.routingId()),
            frames(options.helloMessage()),
            frames(options.disconnectMessage()),
            null),
        options,
        host -> new io.cero.pattern.Router(host, options));
    this.options = options;
  }

  @Override
  public RouterOptions options() {
    return options;
  }

  /**
   * Connects to an endpoint whose peer is known here under an identity that this side chooses, and
   * so can be sent to at once.
   *
   * @throws EndpointException if the endpoint is wrong
   */
  public void connect(String endpoint, RoutingId peer) {
    connect(endpoint, peer.toByteArray());
  }

  /**
   * Drops the peer that has an address, as {@link #drop(PeerStatus)} does.
   *
   * @return false if no peer has it
   */
  public boolean drop(RoutingId peer) {
    return drop(() -> ((io.cero.pattern.Router) core.pattern()).peer(peer.toByteArray()));
  }
}
