package io.cero.pattern;

import io.cero.DisconnectReason;
import io.cero.HandshakeFailure;
import io.cero.pipe.Pipe;
import io.cero.reactor.Reactor;
import org.jspecify.annotations.Nullable;

/**
 * The transport behind a peer, as the socket's side sees it.
 *
 * <p>Called by the thread that is inside the socket, except where a method says otherwise. Nothing
 * here waits.
 */
public interface Link {
  /** What {@link #lastTraffic} says where that is not known. */
  long UNKNOWN = Long.MIN_VALUE;

  /**
   * A message was published into the peer's outbound pipe: see that it leaves, soon and cheaply.
   */
  void published();

  /** The same for a message that may have been published into other pipes too. */
  default void published(Pace pace) {
    published();
  }

  /** Moves out what is published, now; for a sender that found no room. Any thread. */
  void flush();

  /** Moves out what is published, now; what is published next is the first of its kind again. */
  default void endBurst() {
    flush();
  }

  /** The reactor whose I/O thread serves it; null if there is none. */
  default @Nullable Reactor reactor() {
    return null;
  }

  /**
   * How many messages of the outbound pipe were not taken from it. Called when nobody touches the
   * pipe any more, by the thread that was the last to let go of it.
   */
  default long unwritten(Pipe out) {
    return out.queued();
  }

  /**
   * When something went either way last, by {@link System#nanoTime}, or {@link #UNKNOWN}. Any
   * thread.
   */
  default long lastTraffic() {
    return UNKNOWN;
  }

  /** The socket will not touch the pipes any more. */
  default void abandoned() {}

  /** Sends a subscription upstream, outside the marks. */
  void subscribe(byte[] prefix);

  /** Takes a subscription back, outside the marks. */
  void cancel(byte[] prefix);

  /**
   * Sees that a peer just attached, or whose connection is sought anew, is told of all that is
   * subscribed, unless the pattern must.
   *
   * @return true if the transport tells every new connection by itself, from the pattern's {@link
   *     SubscriptionSet}; false if it is the pattern that calls {@link #subscribe} for each prefix
   */
  default boolean tellSubscriptions() {
    return false;
  }

  /**
   * Takes the next prefix that a subscriber announced ahead of all that lies in the inbound pipe;
   * null if there is none, as always where it comes through the pipe. Called once it was looked
   * what lies there.
   */
  default byte @Nullable [] nextAnnounced() {
    return null;
  }

  /** The socket lets go of the peer: what is published may linger, then everything ends. */
  void close();

  /**
   * Drops the peer at once, with what is queued for it.
   *
   * @param reason what the monitor is told
   * @param text what exactly; a peer whose place another took is told the same
   */
  void drop(DisconnectReason reason, String text);

  /**
   * Turns the peer away although its handshake was in order: drops it, and both sides are told why.
   */
  void refuse(HandshakeFailure reason, String text);
}
