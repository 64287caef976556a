package io.cero;

import io.cero.session.Profile;
import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;

/** STREAM: talks to TCP peers that do not speak ZMTP (zmq_socket(3)). */
public final class StreamSocket extends Socket implements Sender, Receiver {
  private final StreamOptions options;

  StreamSocket(ContextCore context, StreamOptions options) {
    super(
        context,
        new Profile.Particulars(SocketType.STREAM, true, false, new byte[0], null, null, null),
        options,
        host -> new io.cero.pattern.Stream(host, options));
    this.options = options;
  }

  @Override
  public StreamOptions options() {
    return options;
  }

  /**
   * Connects to an endpoint whose peer is known here under an identity that this side chooses.
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
    return drop(() -> ((io.cero.pattern.Stream) core.pattern()).peer(peer.toByteArray()));
  }
}
