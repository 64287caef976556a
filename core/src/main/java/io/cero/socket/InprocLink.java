package io.cero.socket;

import io.cero.DisconnectReason;
import io.cero.DropReason;
import io.cero.HandshakeFailure;
import io.cero.PeerMetadata;
import io.cero.SocketEvent;
import io.cero.pattern.Announcement;
import io.cero.pattern.Events;
import io.cero.pattern.Link;
import io.cero.pattern.Peer;
import io.cero.pattern.SubscriptionSet;
import io.cero.pipe.Outgoing;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The transport between two sockets of one context: nothing. What one peer writes the other reads,
 * from the same pipe.
 */
final class InprocLink implements Link {
  /** What the monitors of this side have been told. */
  private enum Told {
    NOTHING,
    JOINED,
    PARTED
  }

  private final Peer self;
  private final Events events;
  private final @Nullable SubscriptionSet subscriptions;
  private volatile @Nullable InprocLink other;
  private final Runnable onClosed;
  private volatile boolean closed;
  private volatile boolean abandoned;

  private final AtomicReference<Told> told = new AtomicReference<>(Told.NOTHING);
  private volatile DisconnectReason reason = DisconnectReason.LOCAL_CLOSE;

  /** What this side subscribes to, which the thread inside the other one tells itself. */
  private final Announcement announcement = new Announcement();

  /**
   * What was announced while the peer may not be attached yet, so that nobody tells of changes.
   * Written by who joins the ends, taken by the thread inside the socket.
   */
  private volatile SubscriptionSet.@Nullable Moment announced;

  // Frames that the other side shall find when this one goes, or null.
  byte @Nullable [][] goodbyeOfOther;

  /**
   * One side of a link.
   *
   * @param subscriptions what the socket on this side subscribes to, if it subscribes at all
   */
  InprocLink(Peer self, Events events, @Nullable SubscriptionSet subscriptions, Runnable onClosed) {
    this.self = self;
    this.events = events;
    this.subscriptions = subscriptions;
    this.onClosed = onClosed;
    self.link(this);
    self.out.onRoom(self::roomAgain);
  }

  Peer peer() {
    return self;
  }

  /** Joins both ends. */
  static void join(InprocLink one, InprocLink two) {
    one.self.account.connected("", "");
    two.self.account.connected("", "");
    one.other = two; // partner: close, abandoned
    two.other = one;
    if (one.closed) {
      one.self.account.disconnected();
      two.left();
    }
    if (two.closed) {
      two.self.account.disconnected();
      one.left();
    }
    if (one.abandoned) {
      two.self.account.transportLeft(DropReason.PEER_GONE, 0);
    }
    if (two.abandoned) {
      one.self.account.transportLeft(DropReason.PEER_GONE, 0);
    }
  }

  /** Tells that the ends are joined, and then at once if they have parted since. */
  void tellJoined() {
    if (events.areHeard()) {
      PeerMetadata metadata = self.metadata();
      if (metadata != null) {
        events.emit(n -> new SocketEvent.HandshakeSucceeded(n, self.endpoint, metadata, "", ""));
      }
    }
    if (!told.compareAndSet(Told.NOTHING, Told.JOINED)) {
      tellParted();
    }
  }

  private void part(DisconnectReason why) {
    self.account.disconnected();
    if (told.get() != Told.PARTED) {
      reason = why;
    }
    if (told.getAndSet(Told.PARTED) == Told.JOINED) {
      tellParted();
    }
  }

  private void tellParted() {
    String address = self.metadata() == null ? "" : self.endpoint;
    long written = self.out.consumed();
    DisconnectReason why = reason;
    events.emit(n -> new SocketEvent.Disconnected(n, self.endpoint, address, why, "", written, 0));
  }

  /** The other side has gone. */
  private void left() {
    self.post(Peer.GONE);
    part(DisconnectReason.PEER_CLOSED);
  }

  /**
   * Announces what is subscribed on this side, whose thread may not look for long. Called by who
   * joins the ends, once the peer's coming is posted; partner: {@code SubscriberEnd.subscribe},
   * which looks for new peers once its change is published.
   */
  void announce() {
    if (subscriptions != null) {
      SubscriptionSet.Moment now = subscriptions.moment();
      announced = now; // before it is settled; partner: tellSubscriptions
      if (!announcement.isFirst(now)) {
        announced = null;
      }
    }
  }

  @Override
  public boolean tellSubscriptions() {
    SubscriptionSet.Moment now = Objects.requireNonNull(subscriptions).moment();
    if (!announcement.isFirst(now)) {
      now.changesSince(Objects.requireNonNull(announced), this::cancel, this::subscribe);
      announced = null;
    }
    InprocLink there = other; // partner: join
    if (there != null) {
      there.self.post(Peer.READABLE);
    }
    return true;
  }

  @Override
  public byte @Nullable [] nextAnnounced() {
    InprocLink there = other;
    return there == null ? null : there.announcement.next();
  }

  @Override
  public void published() {
    if (self.out.takeReaderWaitingInStream()) {
      InprocLink there = other;
      if (there != null) {
        there.self.post(Peer.READABLE);
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void subscribe(byte[] prefix) {
    operation((byte) 1, prefix);
  }

  @Override
  public void cancel(byte[] prefix) {
    operation((byte) 0, prefix);
  }

  private void operation(byte operation, byte[] prefix) {
    byte[] message = new byte[prefix.length + 1];
    message[0] = operation;
    System.arraycopy(prefix, 0, message, 1, prefix.length);
    append(message);
  }

  private void append(byte[]... frames) {
    Outgoing frame = new Outgoing();
    for (int i = 0; i < frames.length; i++) {
      self.out.append(frame.set(frames[i]), i + 1 < frames.length);
    }
    published();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    self.out.rollback();
    if (goodbyeOfOther != null) {
      append(goodbyeOfOther);
    }
    closed = true; // partner: join
    InprocLink there = other;
    if (there != null) {
      there.left();
    }
    part(DisconnectReason.LOCAL_CLOSE);
    onClosed.run();
  }

  @Override
  public void drop(DisconnectReason why, String text) {
    part(why);
    close();
    self.post(Peer.GONE);
  }

  /** What this side has not read nobody will. */
  @Override
  public void abandoned() {
    abandoned = true; // partner: join
    InprocLink there = other;
    if (there != null) {
      there.self.account.transportLeft(DropReason.PEER_GONE, 0);
    }
  }

  @Override
  public void refuse(HandshakeFailure failure, String text) {
    tell(failure, text);
    InprocLink there = other;
    if (there != null) {
      there.tell(HandshakeFailure.REFUSED_BY_PEER, text);
    }
    drop(DisconnectReason.REFUSED, text);
  }

  private void tell(HandshakeFailure failure, String text) {
    String name = self.endpoint;
    events.emit(n -> new SocketEvent.HandshakeFailed(n, name, name, failure, text));
  }
}
