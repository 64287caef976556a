package io.cero.testkit;

/**
 * Something that happened to a peer's socket.
 *
 * @param name libzmq's name without {@code ZMQ_EVENT_}, such as {@code DISCONNECTED}
 * @param endpoint the endpoint it happened at, as the peer writes it
 */
public record PeerEvent(String name, String endpoint) {}
