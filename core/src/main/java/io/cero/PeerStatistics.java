package io.cero;

import java.time.Duration;
import java.util.Optional;

/**
 * One peer of a socket in a {@link SocketStatistics}: as the transport sees it, for any thread. It
 * is here before the socket takes note of it and lists it, with a number, as a {@link PeerStatus},
 * and as long as its messages are.
 *
 * @param endpoint the endpoint that was bound or connected
 * @param accepted true if it connected to this socket, false if this socket connects to it
 * @param connected true if there is a connection whose handshake is done
 * @param metadata what it announced last, its identity for instance, and its address; empty until
 *     its first handshake is done
 * @param version the ZMTP version spoken with it, for instance {@code 3.1}; empty over inproc,
 *     where bytes pass as they are, and before the first handshake
 * @param mechanism the security mechanism, for instance {@code NULL}; empty where the version is
 * @param sinceTraffic for how long nothing has come from it nor been written to it, heartbeats
 *     included. Over inproc, where nobody looks at the clock: since when snapshots have found it
 *     so, which is at most as long
 * @param sent what was sent to it
 * @param received what came from it
 */
public record PeerStatistics(
    String endpoint,
    boolean accepted,
    boolean connected,
    Optional<PeerMetadata> metadata,
    String version,
    String mechanism,
    Duration sinceTraffic,
    SendStatistics sent,
    ReceiveStatistics received) {

  /** Returns its address as monitors are told it; empty where none is known. */
  public String address() {
    return metadata.map(PeerMetadata::address).orElse("");
  }

  /** Returns the identity that it announced; empty where it announced none. */
  public Optional<RoutingId> identity() {
    return metadata.flatMap(PeerMetadata::identity);
  }
}
