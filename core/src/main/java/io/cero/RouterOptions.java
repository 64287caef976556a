package io.cero;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The options of a ROUTER socket. */
public final class RouterOptions extends SocketOptions<RouterOptions> {
  private boolean mandatory;
  private boolean handover;
  private boolean raw;
  private Optional<RoutingId> routingId = Optional.empty();
  private boolean probe;
  private Set<PeerNotification> peerNotifications = Set.of();
  private Optional<Message> helloMessage = Optional.empty();
  private Optional<Message> disconnectMessage = Optional.empty();

  /** Makes options with the context's defaults. */
  RouterOptions(ContextOptions context) {
    super(context);
  }

  @Override
  RouterOptions self() {
    return this;
  }

  /**
   * Whether a send to a peer that is not there throws {@link UnroutableException}, and one to a
   * peer at its mark waits; default false: such a message is dropped, and counted.
   */
  public RouterOptions mandatory(boolean on) {
    requireSettable("mandatory");
    mandatory = on;
    return this;
  }

  /** Returns whether a send to a peer that is not there is refused. */
  public boolean mandatory() {
    return mandatory;
  }

  /**
   * Whether a new peer with a known peer's identity takes its place; default false: the new one is
   * refused.
   */
  public RouterOptions handover(boolean on) {
    requireSettable("handover");
    handover = on;
    return this;
  }

  /** Returns whether a new peer with a known peer's identity takes its place. */
  public boolean handover() {
    return handover;
  }

  /**
   * Whether TCP peers are read and written without ZMTP; default false. Kept for ported programs:
   * STREAM is the type for it.
   */
  public RouterOptions raw(boolean on) {
    requireSettable("raw");
    raw = on;
    return this;
  }

  /** Returns whether TCP peers are read and written without ZMTP. */
  public boolean raw() {
    return raw;
  }

  /**
   * The identity that peers are told, by which a ROUTER knows this socket; default none. It must
   * not begin with a zero byte.
   */
  public RouterOptions routingId(RoutingId id) {
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
  public RouterOptions probe(boolean on) {
    requireSettable("probe");
    probe = on;
    return this;
  }

  /** Returns whether every new peer is sent an empty message at once. */
  public boolean probe() {
    return probe;
  }

  /**
   * Which of a peer's comings and goings are received as a message of its identity and an empty
   * frame; default none. Giving them replaces those given before.
   */
  public RouterOptions peerNotifications(PeerNotification first, PeerNotification... more) {
    requireSettable("peerNotifications");
    peerNotifications = Collections.unmodifiableSet(EnumSet.of(first, more));
    return this;
  }

  /** Returns which of a peer's comings and goings are received as a message. */
  public Set<PeerNotification> peerNotifications() {
    return peerNotifications;
  }

  /** A message that every new peer is sent at once, before any other; default none. */
  public RouterOptions helloMessage(Message message) {
    requireSettable("helloMessage");
    helloMessage = Optional.of(message);
    return this;
  }

  /** Returns the message that every new peer is sent at once, where one is set. */
  public Optional<Message> helloMessage() {
    return helloMessage;
  }

  /**
   * A message that is received, behind the peer's identity, when a peer that connected to us is
   * gone; default none.
   */
  public RouterOptions disconnectMessage(Message message) {
    requireSettable("disconnectMessage");
    disconnectMessage = Optional.of(message);
    return this;
  }

  /** Returns the message that is received when a peer is gone, where one is set. */
  public Optional<Message> disconnectMessage() {
    return disconnectMessage;
  }
}
