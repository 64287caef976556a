package io.cero.session;

import io.cero.pattern.Announcement;
import io.cero.pattern.SubscriptionSet;
import io.cero.wire.Commands;
import io.cero.wire.ZmtpVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells a publisher what this socket subscribes to: all of it to each new connection, as an {@link
 * Announcement}, and then every change.
 */
final class Subscribing {
  private final Session session;
  private final Profile profile;

  /**
   * What was announced to a connection whose peer may not be attached yet, so that nobody tells it
   * of changes. Written by the driver, taken by the thread inside the socket.
   */
  private volatile SubscriptionSet.@Nullable Moment announced;

  Subscribing(Session session) {
    this.session = session;
    this.profile = session.profile;
  }

  /** Tells of a change that was made just now. Called by the thread inside the socket. */
  void change(byte[] prefix, boolean on) {
    // The change was published before; partner: announce.
    Connection current = session.connection;
    if (current == null) {
      return; // the next one is told at once
    }
    SubscriptionSet subscriptions = Objects.requireNonNull(profile.subscriptions);
    if (!current.announcement.settle(subscriptions.moment())) {
      send(current, prefix, on);
      session.published();
    }
  }

  /**
   * Announces what is subscribed to a connection that has just become the session's. Called by the
   * driver, once the peer's coming is posted; partner: {@code SubscriberEnd.subscribe}, which looks
   * for new peers once its change is published.
   *
   * @param attached whether the thread inside the socket tells of changes already
   */
  void announce(Connection next, boolean attached) {
    SubscriptionSet subscriptions = profile.subscriptions;
    if (subscriptions == null) {
      return;
    }
    SubscriptionSet.Moment now = subscriptions.moment();
    if (!attached) {
      announced = now; // before it is settled; partner: catchUp
    }
    next.announcement.settle(now);
  }

  /**
   * Tells a peer that has just been attached what has changed since its connection was established.
   * Called by the thread inside the socket.
   */
  void catchUp() {
    Connection current = session.connection;
    if (current == null) {
      return;
    }
    SubscriptionSet.Moment now = Objects.requireNonNull(profile.subscriptions).moment();
    if (!current.announcement.isFirst(now)) {
      SubscriptionSet.Moment earlier = announced;
      if (earlier == null) {
        return; // it was attached before, and so told of every change
      }
      now.changesSince(
          earlier, prefix -> send(current, prefix, false), prefix -> send(current, prefix, true));
    }
    announced = null;
    session.flush();
  }

  private static void send(Connection to, byte[] prefix, boolean on) {
    if (to.version == ZmtpVersion.V1_0) {
      return; // such a publisher sends everything
    }
    to.enqueue(encode(to.version, prefix, on));
  }

  /** Returns a subscription or cancellation as a peer of a version expects it. */
  static byte[] encode(ZmtpVersion version, byte[] prefix, boolean on) {
    if (version.subscribesByCommand()) {
      return on ? Commands.subscribe(prefix) : Commands.cancel(prefix);
    }
    return on ? Commands.subscribeMessage(prefix) : Commands.cancelMessage(prefix);
  }
}
