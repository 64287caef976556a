package io.cero;

import java.util.Optional;

/** The options of a REQ socket. */
public final class ReqOptions extends SocketOptions<ReqOptions> {
  private boolean relaxed;
  private boolean correlated;
  private Optional<RoutingId> routingId = Optional.empty();
  private boolean probe;

  /** Makes options with the context's defaults. */
  ReqOptions(ContextOptions context) {
    super(context);
  }

  @Override
  ReqOptions self() {
    return this;
  }

  /**
   * Whether a request may be sent while a reply is outstanding, which gives that reply up; default
   * false. Use it with {@link #correlated(boolean)}, or a late reply may pass for the new one.
   */
  public ReqOptions relaxed(boolean on) {
    requireSettable("relaxed");
    relaxed = on;
    return this;
  }

  /** Returns whether a request may be sent while a reply is outstanding. */
  public boolean relaxed() {
    return relaxed;
  }

  /**
   * Whether requests carry a number that their replies must bring back, and others are dropped;
   * default false. It is a frame in front of the delimiter, which services return unseen.
   */
  public ReqOptions correlated(boolean on) {
    requireSettable("correlated");
    correlated = on;
    return this;
  }

  /** Returns whether requests carry a number that their replies must bring back. */
  public boolean correlated() {
    return correlated;
  }

  /**
   * The identity that peers are told, by which a ROUTER knows this socket; default none. It must
   * not begin with a zero byte.
   */
  public ReqOptions routingId(RoutingId id) {
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
  public ReqOptions probe(boolean on) {
    requireSettable("probe");
    probe = on;
    return this;
  }

  /** Returns whether every new peer is sent an empty message at once. */
  public boolean probe() {
    return probe;
  }
}
