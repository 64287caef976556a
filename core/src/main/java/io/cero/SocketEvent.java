package io.cero;

import java.time.Duration;

/**
 * Something that happened to a socket, told to whoever monitors it. The kinds are records; a {@code
 * switch} or {@code instanceof} tells them apart. Immutable.
 *
 * <p>The common values: {@code sequence} counts a socket's events from 0, so a gap is seen; {@code
 * endpoint} is the one that was bound or connected, as it was resolved where that is known; {@code
 * address} is the peer's, for instance {@code 127.0.0.1:40312}. What doesn't apply is empty text.
 */
public sealed interface SocketEvent {
  /** Returns the event's number among the socket's events, from 0 without gap. */
  long sequence();

  /** Returns the endpoint that was bound or connected; empty where none is concerned. */
  String endpoint();

  /** Returns the peer's address; empty where no peer is concerned. */
  default String address() {
    return "";
  }

  /**
   * The socket listens.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint as bound, its port filled in
   */
  record Listening(long sequence, String endpoint) implements SocketEvent {}

  /**
   * A bind failed; its caller got an exception as well.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint as given
   * @param text what the system said
   */
  record BindFailed(long sequence, String endpoint, String text) implements SocketEvent {}

  /**
   * A listener accepted a connection; its handshake is still to come.
   *
   * @param sequence the event's number
   * @param endpoint the listener's
   * @param address the peer's
   */
  record Accepted(long sequence, String endpoint, String address) implements SocketEvent {}

  /**
   * A listener could not accept a connection; it goes on listening.
   *
   * @param sequence the event's number
   * @param endpoint the listener's
   * @param text what the system said
   */
  record AcceptFailed(long sequence, String endpoint, String text) implements SocketEvent {}

  /**
   * A connection is being made and is not there at once.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that is connected to
   */
  record ConnectDelayed(long sequence, String endpoint) implements SocketEvent {}

  /**
   * A connection failed or was lost and is made again after a while.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that is connected to
   * @param interval how long from now
   * @param text what the system said; empty where a connection was lost
   */
  record ConnectRetried(long sequence, String endpoint, Duration interval, String text)
      implements SocketEvent {}

  /**
   * Connecting was given up, by a {@link Reconnect.StopCondition} or because reconnecting is off.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that was connected to
   * @param text why
   */
  record ConnectStopped(long sequence, String endpoint, String text) implements SocketEvent {}

  /**
   * A connection was made; its handshake is still to come.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that was connected to
   * @param localAddress ours
   * @param address the peer's
   */
  record Connected(long sequence, String endpoint, String localAddress, String address)
      implements SocketEvent {}

  /**
   * A handshake succeeded: from here on messages pass.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that was bound or connected
   * @param peer what the peer announced, and its address
   * @param version the ZMTP version spoken, for instance {@code 3.1}
   * @param mechanism the security mechanism, for instance {@code NULL}
   */
  record HandshakeSucceeded(
      long sequence, String endpoint, PeerMetadata peer, String version, String mechanism)
      implements SocketEvent {
    @Override
    public String address() {
      return peer.address();
    }
  }

  /**
   * A handshake failed; the connection is closed.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that was bound or connected
   * @param address the peer's
   * @param reason what kind of failure
   * @param text what exactly was wrong
   */
  record HandshakeFailed(
      long sequence, String endpoint, String address, HandshakeFailure reason, String text)
      implements SocketEvent {}

  /**
   * An established connection ended.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that was bound or connected
   * @param address the peer's
   * @param reason why
   * @param text what exactly happened; may be empty
   * @param written how many messages were handed to the operating system over this connection: the
   *     last of them may not have reached the peer
   * @param dropped how many messages that waited to be sent were dropped with it
   */
  record Disconnected(
      long sequence,
      String endpoint,
      String address,
      DisconnectReason reason,
      String text,
      long written,
      long dropped)
      implements SocketEvent {}

  /**
   * A listener or a connecting endpoint is closed.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that was bound or connected
   */
  record Closed(long sequence, String endpoint) implements SocketEvent {}

  /**
   * The operating system failed to close a channel, or its file could not be removed.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that was bound or connected
   * @param text what the system said
   */
  record CloseFailed(long sequence, String endpoint, String text) implements SocketEvent {}

  /**
   * Messages were dropped. Drops of a kind that follow closely are told together, so their counts
   * are to be added up.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint concerned; empty where none is
   * @param address the peer's; empty where none is concerned
   * @param count how many messages since the last such event, at least 1
   * @param reason why
   */
  record Dropped(long sequence, String endpoint, String address, long count, DropReason reason)
      implements SocketEvent {}

  /**
   * A queue could not overflow to disk, or what lay there could not be read. A disk that fails is
   * told once, and tried again; until then the queue is at its mark. What is lost by a file that
   * cannot be read is told by {@link Dropped}.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that was bound or connected
   * @param address the peer's; empty while there is none
   * @param text what the system said
   */
  record OverflowFailed(long sequence, String endpoint, String address, String text)
      implements SocketEvent {}

  /**
   * A peer's outgoing queue has reached its high-water mark or its byte budget: messages for this
   * peer wait from here on, or are dropped, as the pattern has it.
   *
   * <p>A {@link RoomAgain} of the same peer follows before the next of these, unless the peer goes
   * for good.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that was bound or connected
   * @param address the peer's; empty before its first handshake is done
   */
  record MarkReached(long sequence, String endpoint, String address) implements SocketEvent {}

  /**
   * There is room again in a queue of which {@link MarkReached} was told, once for each time.
   *
   * @param sequence the event's number
   * @param endpoint the endpoint that was bound or connected
   * @param address the peer's; empty before its first handshake is done
   */
  record RoomAgain(long sequence, String endpoint, String address) implements SocketEvent {}

  /**
   * The socket is closed, or monitoring was ended: once, and behind all that happened before.
   * Behind it comes only what is told of connections and messages that linger, if the socket was
   * closed.
   *
   * @param sequence the event's number
   */
  record MonitorStopped(long sequence) implements SocketEvent {
    @Override
    public String endpoint() {
      return "";
    }
  }
}
