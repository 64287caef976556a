package io.cero;

import io.cero.pattern.Peer;
import io.cero.session.Profile;
import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;
import java.util.ArrayList;
import java.util.List;

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

  /** Returns the identities of the peers that can be sent to now. */
  public List<RoutingId> peers() {
    core.enter();
    try {
      core.takeNote();
      List<RoutingId> identities = new ArrayList<>();
      for (Peer peer : ((io.cero.pattern.Router) core.pattern()).peers()) {
        if (peer.routingId != null) {
          identities.add(RoutingId.of(peer.routingId));
        }
      }
      return identities;
    } finally {
      core.exit();
    }
  }

  /**
   * Drops a peer with what is queued for it.
   *
   * @return false if there is no such peer
   */
  public boolean drop(RoutingId peer) {
    core.enter();
    try {
      core.takeNote();
      return ((io.cero.pattern.Router) core.pattern()).drop(peer.toByteArray());
    } finally {
      core.exit();
    }
  }
}
