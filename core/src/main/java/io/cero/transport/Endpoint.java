package io.cero.transport;

import io.cero.EndpointException;

/**
 * A place to bind or to connect to, parsed from a text {@code scheme://address}.
 *
 * <p>An endpoint is either {@link InprocEndpoint a name inside one context}, {@link BindEndpoint
 * something to listen on} or {@link ConnectEndpoint something to dial}. Parsing checks the form
 * only: whether a host, an interface or a file exists is seen when the endpoint is used.
 *
 * <p>Endpoints are immutable and may be shared between threads.
 */
public sealed interface Endpoint permits InprocEndpoint, BindEndpoint, ConnectEndpoint {

  /** Returns the text that the endpoint was parsed from. */
  String text();

  /**
   * Parses a text to bind to.
   *
   * @throws EndpointException if the scheme is unknown or the address cannot be bound; the message
   *     says what to write instead
   */
  static Endpoint forBind(String text) {
    SchemeAndAddress parts = SchemeAndAddress.of(text);
    if (parts.isInproc()) {
      return new InprocEndpoint(text, parts.address());
    }
    return Transports.of(parts, text).forBind(text, parts.address());
  }

  /**
   * Parses a text to connect to.
   *
   * @throws EndpointException if the scheme is unknown or the address cannot be connected to; the
   *     message says what to write instead
   */
  static Endpoint forConnect(String text) {
    SchemeAndAddress parts = SchemeAndAddress.of(text);
    if (parts.isInproc()) {
      return new InprocEndpoint(text, parts.address());
    }
    return Transports.of(parts, text).forConnect(text, parts.address());
  }
}
