package io.cero.transport;

import io.cero.AddressInUseException;
import io.cero.EndpointException;
import java.io.IOException;

/** An endpoint that a stream transport can listen on. */
public non-sealed interface BindEndpoint extends Endpoint {

  /**
   * Listens. The channel is non-blocking and accepts from the moment of return. Names and
   * interfaces are looked up in the calling thread, so call it where waiting is allowed.
   *
   * @throws AddressInUseException if something else listens there
   * @throws EndpointException if this machine cannot listen there at all
   * @throws IOException if the system refuses for a reason of its own, such as too many open files
   */
  BoundChannel bind(TransportOptions options) throws IOException;
}
