package io.cero.pattern;

import io.cero.XSubOptions;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * XSUB: a SUB whose subscriptions are messages that the application sends, which does not filter,
 * and which can send user messages upstream to every publisher (RFC 29).
 *
 * <pre>
 *   [01 prefix]   subscribe
 *   [00 prefix]   cancel
 *   otherwise     a frame of a user message
 * </pre>
 *
 * <p>Every subscription is passed to the publishers, a cancellation if it is the last to its
 * prefix, or each with {@code verboseUnsubscribe}; both outside the marks. User messages go to all
 * publishers that have room, and are counted as dropped for the others.
 *
 * <p>In a message of several frames each is looked at by itself: the subscriptions are taken out
 * and the others make up the user message. With {@code onlyFirstSubscribe} only the first can be a
 * subscription; it then travels with the others, which its place keeps from being mistaken.
 */
public final class XSub extends Pattern {

  /** Where in a message the application is. */
  private enum State {
    /** Before a first frame. */
    BETWEEN,
    /** Each further frame is looked at. */
    LOOKING,
    /** Each further frame is a user message's. */
    USER
  }

  private final SubscriberEnd subscriber;
  private final Distributor distributor;
  private final boolean verboseUnsubscribe;
  private final boolean onlyFirst;
  private final Outgoing delayed = new Outgoing();
  private State state = State.BETWEEN;

  /** The user frames of a message that may yet contain subscriptions, which must not cut it. */
  private final List<byte[]> heldBack = new ArrayList<>();

  /** An XSUB without peers and subscriptions. */
  public XSub(Host host, XSubOptions options) {
    super(host);
    this.subscriber = new SubscriberEnd(host, false, false);
    this.distributor = subscriber.distributor;
    this.verboseUnsubscribe = options.verboseUnsubscribe();
    this.onlyFirst = options.onlyFirstSubscribe();
  }

  /** What is subscribed; iterated by any thread that tells a new connection of it. */
  public SubscriptionSet currentSubscriptions() {
    return subscriber.subscriptions;
  }

  // ---- sending

  @Override
  public boolean send(Outgoing frame, boolean more) {
    if (state != State.USER && isSubscription(frame)) {
      subscription(frame, more);
    } else {
      userFrame(frame, more);
    }
    if (!more) {
      state = State.BETWEEN;
    } else if (state == State.BETWEEN) {
      state = onlyFirst ? State.USER : State.LOOKING;
    }
    return true;
  }

  private static boolean isSubscription(Outgoing frame) {
    return frame.length() > 0 && (frame.at(0) & ~1) == 0;
  }

  private void subscription(Outgoing frame, boolean more) {
    byte[] prefix = frame.copyFrom(1);
    boolean subscribes = frame.at(0) == 1;
    frame.releaseNow();
    if (onlyFirst && more) {
      travelling(prefix, subscribes);
    } else if (subscribes) {
      subscriber.subscribe(prefix);
    } else {
      subscriber.cancel(prefix, verboseUnsubscribe);
    }
    if (!more) {
      sendHeldBack();
    }
  }

  /** Has a subscription lead the message whose other frames must not be looked at. */
  private void travelling(byte[] prefix, boolean subscribes) {
    if (subscriber.note(prefix, subscribes) || verboseUnsubscribe) {
      byte[] body = new byte[1 + prefix.length];
      body[0] = (byte) (subscribes ? 1 : 0);
      System.arraycopy(prefix, 0, body, 1, prefix.length);
      distribute(delayed.set(body), true);
    }
    host.lookAround(); // behind it: who comes now is told by the announcement alone
  }

  private void userFrame(Outgoing frame, boolean more) {
    if (state == State.USER || onlyFirst || (!more && heldBack.isEmpty())) {
      distribute(frame, more);
      return;
    }
    heldBack.add(frame.copyFrom(0));
    frame.releaseNow();
    if (!more) {
      sendHeldBack();
    }
  }

  private void sendHeldBack() {
    int left = heldBack.size();
    for (byte[] body : heldBack) {
      distribute(delayed.set(body), --left > 0);
    }
    heldBack.clear();
  }

  private void distribute(Outgoing frame, boolean more) {
    if (!distributor.isWithin()) {
      distributor.begin();
      distributor.chooseAll();
      distributor.dropWithoutRoom();
    }
    distributor.append(frame, more);
  }

  /** Always true: what a publisher has no room for is dropped. */
  @Override
  public boolean canSend() {
    return true;
  }

  @Override
  public void abandonSend() {
    heldBack.clear();
    state = State.BETWEEN;
    distributor.abandon();
  }

  // ---- receiving

  @Override
  public boolean receive(Incoming frame) {
    return subscriber.receive(frame);
  }

  @Override
  public boolean canReceive() {
    return subscriber.hasMessage();
  }

  @Override
  public @Nullable Peer lastPeer() {
    return subscriber.last();
  }

  // ---- peers

  @Override
  public void attached(Peer peer) {
    subscriber.attach(peer);
  }

  @Override
  protected void hiccup(Peer peer) {
    subscriber.tellAll(peer);
  }

  @Override
  protected void readable(Peer peer) {
    subscriber.readable(peer);
  }

  @Override
  protected void writable(Peer peer) {
    subscriber.writable(peer);
  }

  @Override
  protected void gone(Peer peer) {
    subscriber.gone(peer);
  }
}
