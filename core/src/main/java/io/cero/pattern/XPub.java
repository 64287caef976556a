package io.cero.pattern;

import io.cero.DropReason;
import io.cero.Message;
import io.cero.UnsupportedFeatureException;
import io.cero.XPubOptions;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * XPUB: a PUB that hands subscriptions to the application, and messages that XSUB peers send
 * upstream (RFC 29).
 *
 * <p>What is received is one frame {@code 01 prefix} for a subscription and {@code 00 prefix} for a
 * cancellation, or a user message. A subscription is reported if it is the first of its prefix, a
 * cancellation if it is the last; with {@code verbose} every subscription, with {@code verboser}
 * also every cancellation. The cancellation of what a peer had not subscribed to is reported with
 * {@code verboser} only: passed on by a proxy it would cost others their subscription. When a peer
 * goes, its subscriptions are cancelled and reported in the same way.
 *
 * <p>With {@code manual} everything is reported and nothing applied until the application calls
 * {@link #subscribe} or {@link #unsubscribe}, which act for the peer whose subscription or
 * cancellation was received last. When a peer goes, each prefix that it had asked for is reported
 * as cancelled.
 *
 * <p>User messages wait for the application up to the receive mark, per peer; further ones are
 * dropped and counted, as they must not hold up the subscriptions behind them.
 */
public final class XPub extends Publisher {

  /** A frame that the application will receive. */
  private record Waiting(Peer peer, Kind kind, byte[] body, boolean more) {}

  private enum Kind {
    /** A peer subscribed or cancelled. */
    SUBSCRIPTION,
    /** A prefix is cancelled because its peer is gone. */
    DEPARTURE,
    /** A frame of a user message. */
    USER
  }

  /** What is kept of a peer, as its state. */
  private static final class Backlog {
    /** How many of its user messages wait. */
    private int messages;

    /** Whether it was subscribed to everything because it cannot subscribe. */
    private boolean subscribedToAll;
  }

  private final Reporter reporter = new Reporter();
  private final SubscriptionReader reader;
  private final boolean reportsSubscriptions;
  private final boolean reportsCancellations;
  private final boolean manual;
  private final boolean manualLastValue;
  private final byte @Nullable [] welcome;
  private final int receiveMark;

  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final List<byte[]> userFrames = new ArrayList<>();
  private boolean userMessageTooLarge;
  private @Nullable Peer last;

  /** With manual: what peers have asked for, to be reported as cancelled when they go. */
  private final SubscriptionTrie<Peer> asked = new SubscriptionTrie<>();

  /** With manual: the peer that {@link #subscribe} acts for. */
  private @Nullable Peer asking;

  /** An XPUB without peers. */
  public XPub(Host host, XPubOptions options) {
    super(host, options.invertMatching(), options.noDrop());
    this.reader = new SubscriptionReader(host, reporter, options.onlyFirstSubscribe());
    this.reportsSubscriptions = options.verbose();
    this.reportsCancellations = options.verboser();
    this.manual = options.manual();
    this.manualLastValue = options.manualLastValue();
    this.welcome = options.welcomeMessage().map(XPub::body).orElse(null);
    this.receiveMark =
        options.receiveHighWaterMark() == 0 ? Integer.MAX_VALUE : options.receiveHighWaterMark();
  }

  private static byte[] body(Message message) {
    return message.frame(0).toByteArray();
  }

  /** Applies what peers send and keeps for the application what concerns it. */
  private final class Reporter implements SubscriptionReader.Handler {
    @Override
    public void subscribe(Peer peer, byte[] prefix) {
      if (manual) {
        asked.add(prefix, peer);
        report(peer, Kind.SUBSCRIPTION, 1, prefix);
      } else if (publisher.subscriptions.add(prefix, peer) || reportsSubscriptions) {
        report(peer, Kind.SUBSCRIPTION, 1, prefix);
      }
    }

    @Override
    public void cancel(Peer peer, byte[] prefix) {
      if (manual) {
        asked.remove(prefix, peer);
        report(peer, Kind.SUBSCRIPTION, 0, prefix);
        return;
      }
      SubscriptionTrie.Removal removal = publisher.subscriptions.remove(prefix, peer);
      publisher.unsubscribed();
      if (removal == SubscriptionTrie.Removal.LAST || reportsCancellations) {
        report(peer, Kind.SUBSCRIPTION, 0, prefix);
      }
    }

    @Override
    public void userFrame(Peer peer, Incoming frame) {
      if (frame.length() > Integer.MAX_VALUE - 8) {
        userMessageTooLarge = true;
      } else if (!userMessageTooLarge && backlog(peer).messages < receiveMark) {
        userFrames.add(frame.copy());
      }
    }

    @Override
    public void userMessageEnd(Peer peer) {
      if (userMessageTooLarge) {
        host.droppedFrom(peer, DropReason.TOO_LARGE, 1);
      } else if (userFrames.isEmpty()) {
        host.droppedFrom(peer, DropReason.HIGH_WATER_MARK, 1);
      } else {
        backlog(peer).messages++;
        peer.account.held(1);
        int left = userFrames.size();
        for (byte[] body : userFrames) {
          waiting.add(new Waiting(peer, Kind.USER, body, --left > 0));
        }
      }
      userMessageTooLarge = false;
      userFrames.clear();
    }
  }

  private static Backlog backlog(Peer peer) {
    return (Backlog) Objects.requireNonNull(peer.state);
  }

  private void report(Peer peer, Kind kind, int what, byte[] prefix) {
    byte[] body = new byte[1 + prefix.length];
    body[0] = (byte) what;
    System.arraycopy(prefix, 0, body, 1, prefix.length);
    waiting.add(new Waiting(peer, kind, body, false));
  }

  // ---- peers

  @Override
  public void attached(Peer peer) {
    peer.state = new Backlog();
    publisher.attach(peer);
    if (welcome != null) {
      peer.out.append(new Outgoing().set(welcome), false);
      peer.link().published();
    }
    reader.read(peer);
  }

  @Override
  protected void connected(Peer peer) {
    Backlog backlog = backlog(peer);
    if (peer.isSubscribedToAll() && !backlog.subscribedToAll) {
      backlog.subscribedToAll = true;
      reporter.subscribe(peer, new byte[0]);
    }
  }

  @Override
  protected void readable(Peer peer) {
    if (!peer.gone) {
      reader.read(peer);
    }
  }

  @Override
  protected void gone(Peer peer) {
    reader.readRest(peer);
    if (manual) {
      asked.removeEach(peer, (prefix, removal) -> report(peer, Kind.DEPARTURE, 0, prefix));
      publisher.subscriptions.removeAll(peer, prefix -> {});
      if (asking == peer) {
        asking = null;
      }
    } else {
      publisher.subscriptions.removeEach(
          peer,
          (prefix, removal) -> {
            if (removal == SubscriptionTrie.Removal.LAST || reportsCancellations) {
              report(peer, Kind.DEPARTURE, 0, prefix);
            }
          });
    }
    publisher.remove(peer);
    forgetIfReceived(peer);
  }

  /** Lets go of a peer that is gone once the application has all that it sent. */
  private void forgetIfReceived(Peer peer) {
    if (peer.gone && backlog(peer).messages == 0) {
      host.forgotten(peer);
    }
  }

  // ---- the application

  @Override
  public boolean receive(Incoming frame) {
    Waiting next = waiting.poll();
    if (next == null) {
      return false;
    }
    last = next.peer;
    switch (next.kind) {
      case SUBSCRIPTION -> asking = next.peer.gone ? null : next.peer;
      case DEPARTURE -> asking = null;
      case USER -> {
        if (!next.more) {
          backlog(next.peer).messages--;
          next.peer.account.held(-1);
          forgetIfReceived(next.peer);
        }
      }
    }
    frame.set(next.body, next.more);
    return true;
  }

  @Override
  public boolean canReceive() {
    return !waiting.isEmpty();
  }

  @Override
  public @Nullable Peer lastPeer() {
    return last;
  }

  /**
   * With manual, subscribes the peer whose subscription or cancellation was received last.
   *
   * @return false if that peer is gone, or nothing was received yet
   */
  public boolean subscribe(byte[] prefix) {
    requireManual();
    Peer peer = asking;
    if (peer == null) {
      return false;
    }
    publisher.subscriptions.add(prefix, peer);
    if (manualLastValue) {
      publisher.nextOnlyTo(peer);
    }
    return true;
  }

  /**
   * With manual, takes back a subscription of the peer whose subscription or cancellation was
   * received last.
   *
   * @return false if that peer is gone, nothing was received yet, or it had no such subscription
   */
  public boolean unsubscribe(byte[] prefix) {
    requireManual();
    Peer peer = asking;
    if (peer == null) {
      return false;
    }
    publisher.unsubscribed();
    return publisher.subscriptions.remove(prefix, peer) != SubscriptionTrie.Removal.ABSENT;
  }

  private void requireManual() {
    if (!manual) {
      throw new UnsupportedFeatureException(
          "this XPUB socket applies subscriptions by itself: make it with manual(true) to decide on"
              + " them");
    }
  }
}
