package io.cero.pattern;

import io.cero.DropReason;
import io.cero.pipe.Incoming;
import java.util.Arrays;

/**
 * Reads what subscribers send upstream and tells subscriptions, cancellations and user messages
 * apart (RFC 29).
 *
 * <pre>
 *   [01 prefix]   subscribe
 *   [00 prefix]   cancel
 *   otherwise     a frame of a user message
 * </pre>
 *
 * <p>Each frame of a message is looked at by itself; with {@code onlyFirst} all frames but the
 * first belong to a user message. Ahead of what lies in the pipe comes what the transport has of
 * the peer's announcement. A pipe is read until it is empty, since subscriptions must not wait for
 * the application, but not endlessly: after {@link #BUDGET} messages the peer is put back into the
 * inbox. Owned by the thread inside the socket.
 */
final class SubscriptionReader {
  /** Messages that are read of one peer before others get their turn. */
  static final int BUDGET = 1_000;

  private static final int LONGEST = Integer.MAX_VALUE - 8;

  /** Takes what was read, in its order. */
  interface Handler {
    /** A subscription; the array is the handler's. */
    void subscribe(Peer peer, byte[] prefix);

    /** A cancellation; the array is the handler's. */
    void cancel(Peer peer, byte[] prefix);

    /** A frame of a user message, valid during the call. */
    void userFrame(Peer peer, Incoming frame);

    /** The end of a message of which at least one frame was a user message's. */
    void userMessageEnd(Peer peer);
  }

  private final Host host;
  private final Handler handler;
  private final boolean onlyFirst;
  private final Incoming frame = new Incoming();

  SubscriptionReader(Host host, Handler handler, boolean onlyFirst) {
    this.host = host;
    this.handler = handler;
    this.onlyFirst = onlyFirst;
  }

  /** Reads all there is, up to the budget. */
  void read(Peer peer) {
    int left = BUDGET;
    do {
      while (readNext(peer)) {
        if (--left == 0) {
          peer.post(Peer.READABLE);
          return;
        }
      }
    } while (!peer.in.awaitMessage());
  }

  /** Reads all that a peer has left, which writes no more. */
  void readRest(Peer peer) {
    while (readNext(peer)) {}
  }

  private boolean readNext(Peer peer) {
    boolean there = peer.in.hasMessage(); // before: what lies there was written behind it
    byte[] announced = peer.link().nextAnnounced();
    if (announced != null) {
      handler.subscribe(peer, announced);
    } else if (there) {
      readMessage(peer);
    }
    return there || announced != null;
  }

  private void readMessage(Peer peer) {
    boolean first = true;
    boolean user = false;
    boolean more;
    do {
      peer.in.read(frame);
      more = frame.more();
      if ((first || !onlyFirst) && isSubscription()) {
        subscription(peer);
      } else {
        user = true;
        handler.userFrame(peer, frame);
      }
      frame.done();
      first = false;
    } while (more);
    if (user) {
      handler.userMessageEnd(peer);
    }
  }

  private boolean isSubscription() {
    return frame.length() > 0 && (frame.first() & ~1) == 0;
  }

  private void subscription(Peer peer) {
    if (frame.length() > LONGEST) {
      host.droppedFrom(peer, DropReason.TOO_LARGE, 1);
      return;
    }
    byte[] body = frame.copy();
    byte[] prefix = Arrays.copyOfRange(body, 1, body.length);
    if (body[0] == 1) {
      handler.subscribe(peer, prefix);
    } else {
      handler.cancel(peer, prefix);
    }
  }
}
