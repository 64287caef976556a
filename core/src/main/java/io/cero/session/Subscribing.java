package io.cero.session;

import io.cero.pattern.SubscriptionSet;
import io.cero.wire.Commands;
import io.cero.wire.ZmtpVersion;
import java.lang.invoke.VarHandle;

/**
 * Tells a publisher what this socket subscribes to: every change, and all of it to each new
 * connection.
 */
final class Subscribing {
  private final Session session;
  private final Profile profile;

  // The driver's, read by the thread inside the socket once the peer is attached.
  private volatile long toldChanges = -1;

  Subscribing(Session session) {
    this.session = session;
    this.profile = session.profile;
  }

  /** Tells of a change. Called by the thread inside the socket. */
  void change(byte[] prefix, boolean on) {
    VarHandle.fullFence(); // after the set was changed; partner: Establishing.establish
    Connection current = session.connection;
    if (current != null) {
      send(current, prefix, on);
      session.flush();
    }
  }

  /**
   * True if nothing has changed since a new connection was told all, or it hears of each change.
   */
  boolean isUpToDate() {
    if (session.dialer != null && !profile.options.immediate()) {
      return true; // attached before its handshake: what changes in between is told as it does
    }
    SubscriptionSet subscriptions = profile.subscriptions;
    return subscriptions != null && subscriptions.changes() == toldChanges;
  }

  /** Tells a new connection what is subscribed, while the socket's thread may go on changing it. */
  void resubscribe(Connection next) {
    SubscriptionSet subscriptions = profile.subscriptions;
    if (subscriptions == null) {
      return;
    }
    toldChanges = subscriptions.changes();
    for (byte[] prefix : subscriptions) {
      send(next, prefix, true);
      if (!subscriptions.contains(prefix)) {
        send(next, prefix, false); // cancelled meanwhile, perhaps before we told of it
      }
    }
  }

  private static void send(Connection to, byte[] prefix, boolean on) {
    if (to.version == ZmtpVersion.V1_0) {
      return; // such a publisher sends everything
    }
    if (to.version.subscribesByCommand()) {
      to.enqueue(on ? Commands.subscribe(prefix) : Commands.cancel(prefix));
    } else {
      to.enqueue(on ? Commands.subscribeMessage(prefix) : Commands.cancelMessage(prefix));
    }
  }
}
