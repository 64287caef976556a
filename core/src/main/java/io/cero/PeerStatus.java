package io.cero;

import java.util.Optional;

/**
 * A peer of a socket as it was at one moment: who it is, and how it came. Immutable.
 *
 * @param number which of the socket's peers it is; none has the number of one before it
 * @param routingId the address under which a ROUTER or STREAM sends to it; empty for other types
 * @param endpoint the endpoint that was bound or connected
 * @param accepted true if it connected to this socket, false if this socket connects to it
 * @param connected true if there is a connection whose handshake is done; false while it is sought
 * @param metadata what it announced, and its address; empty until its first handshake is done. Of a
 *     peer whose connection was lost, what it announced last
 */
public record PeerStatus(
    long number,
    Optional<RoutingId> routingId,
    String endpoint,
    boolean accepted,
    boolean connected,
    Optional<PeerMetadata> metadata) {

  /** Returns its address, for instance {@code 127.0.0.1:40312}; empty where none is known. */
  public String address() {
    return metadata.map(PeerMetadata::address).orElse("");
  }

  /** Returns the identity that it announced; empty where it announced none. */
  public Optional<RoutingId> identity() {
    return metadata.flatMap(PeerMetadata::identity);
  }
}
