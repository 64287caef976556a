package io.cero;

/**
 * A ROUTER made with {@link RouterOptions#mandatory(boolean)} was given a message for a peer that
 * it doesn't know. Nothing was sent. Wait for the peer to come back, or drop the message.
 */
public final class UnroutableException extends CeroException {
  private static final long serialVersionUID = 1L;

  /** The address frame's bytes; any length, since the caller wrote them. */
  private final byte[] address;

  /**
   * Says who is not there.
   *
   * @param routingId the identity that no connected peer has
   */
  public UnroutableException(RoutingId routingId) {
    super(
        "no connected peer has the routing id "
            + routingId
            + ": nothing was sent; send again when it has connected, or drop the message");
    this.address = routingId.toByteArray();
  }

  /** Returns the identity that no connected peer has. */
  public RoutingId routingId() {
    return RoutingId.of(address);
  }
}
