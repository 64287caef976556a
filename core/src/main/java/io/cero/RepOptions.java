package io.cero;

import java.util.Optional;

/** The options of a REP socket. */
public final class RepOptions extends SocketOptions<RepOptions> {
  private Optional<RoutingId> routingId = Optional.empty();

  /** Makes options with the context's defaults. */
  RepOptions(ContextOptions context) {
    super(context);
  }

  @Override
  RepOptions self() {
    return this;
  }

  /**
   * The identity that peers are told, by which a ROUTER knows this socket; default none. It must
   * not begin with a zero byte.
   */
  public RepOptions routingId(RoutingId id) {
    requireSettable("routingId");
    routingId = announceable(id);
    return this;
  }

  /** Returns the identity that peers are told, where one is set. */
  public Optional<RoutingId> routingId() {
    return routingId;
  }
}
