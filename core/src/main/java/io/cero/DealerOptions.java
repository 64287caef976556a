package io.cero;

import java.util.Optional;

/** The options of a DEALER socket. */
public final class DealerOptions extends SocketOptions<DealerOptions> {
  private Optional<RoutingId> routingId = Optional.empty();
  private boolean probe;
  private boolean conflate;
  private Optional<Message> helloMessage = Optional.empty();
  private Optional<Message> hiccupMessage = Optional.empty();

  /** Makes options with the context's defaults. */
  DealerOptions(ContextOptions context) {
    super(context);
  }

  @Override
  DealerOptions self() {
    return this;
  }

  /**
   * The identity that peers are told, by which a ROUTER knows this socket; default none. It must
   * not begin with a zero byte.
   */
  public DealerOptions routingId(RoutingId id) {
    requireSettable("routingId");
    routingId = announceable(id);
    return this;
  }

  /** Returns the identity that peers are told, where one is set. */
  public Optional<RoutingId> routingId() {
    return routingId;
  }

  /**
   * Whether every new peer is sent an empty message at once, so that a ROUTER learns of us; default
   * false.
   */
  public DealerOptions probe(boolean on) {
    requireSettable("probe");
    probe = on;
    return this;
  }

  /** Returns whether every new peer is sent an empty message at once. */
  public boolean probe() {
    return probe;
  }

  /**
   * Whether only the newest message is kept in place of a queue, marks or not; default false.
   * Messages must have one frame.
   */
  public DealerOptions conflate(boolean on) {
    requireSettable("conflate");
    conflate = on;
    return this;
  }

  /** Returns whether only the newest message is kept in place of a queue. */
  public boolean conflate() {
    return conflate;
  }

  /** A message that every new peer is sent at once, before any other; default none. */
  public DealerOptions helloMessage(Message message) {
    requireSettable("helloMessage");
    helloMessage = Optional.of(message);
    return this;
  }

  /** Returns the message that every new peer is sent at once, where one is set. */
  public Optional<Message> helloMessage() {
    return helloMessage;
  }

  /**
   * A message that is received when a connection that we made is lost and will be made again;
   * default none.
   */
  public DealerOptions hiccupMessage(Message message) {
    requireSettable("hiccupMessage");
    hiccupMessage = Optional.of(message);
    return this;
  }

  /** Returns the message that is received when a connection is lost, where one is set. */
  public Optional<Message> hiccupMessage() {
    return hiccupMessage;
  }
}
