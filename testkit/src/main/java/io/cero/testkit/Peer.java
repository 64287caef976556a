package io.cero.testkit;

import java.util.Map;

/**
 * Another ØMQ implementation, started for a test. Obtained from {@link Peers#require}.
 *
 * <p>Thread-safe.
 */
public interface Peer extends AutoCloseable {

  /** Which peer this is. */
  PeerKind kind();

  /** The name tests call it by, such as {@code python}. */
  default String name() {
    return kind().label();
  }

  /** What runs inside, such as {@code libzmq 4.3.4}. */
  String version();

  /**
   * Whether it has this socket type and this transport.
   *
   * @param socketType the field's name in capitals, such as {@code DEALER}
   * @param scheme the part of an endpoint before {@code ://}, such as {@code tcp}
   */
  boolean supports(String socketType, String scheme);

  /**
   * Makes a socket.
   *
   * @param socketType the field's name in capitals, such as {@code DEALER}
   * @param options libzmq's option names without the {@code ZMQ_}, such as {@code SNDHWM} or {@code
   *     ROUTING_ID}, to an {@code Integer}, {@code Long}, {@code Boolean}, {@code Duration}, {@code
   *     String} or {@code byte[]}; the linger is 5 s unless given
   * @throws PeerException if the peer refuses
   */
  PeerSocket open(String socketType, Map<String, ?> options);

  /** Makes a socket with the peer's own defaults and a linger of 5 s. */
  default PeerSocket open(String socketType) {
    return open(socketType, Map.of());
  }

  /**
   * Ends the peer. Sockets still open lose what they have not sent; sockets closed before may send
   * for as long as their linger. Returns within 15 s whatever the peer does.
   */
  @Override
  void close();
}
