package io.cero.toolkit;

import io.cero.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber has asked for and not got yet.
 *
 * <p>Any thread requests and cancels; the turn signals, so signals come one after the other.
 */
final class MessageSubscription implements Flow.Subscription {
  private static final Logger LOG = System.getLogger("io.cero.toolkit");

  private final Turn turn;
  private final AtomicLong demand = new AtomicLong();
  private volatile boolean cancelled;
  private volatile @Nullable IllegalArgumentException invalid;

  // The turn's; null when it is over.
  private Flow.@Nullable Subscriber<? super Message> subscriber;
  private boolean begun;

  MessageSubscription(Flow.Subscriber<? super Message> subscriber, Turn turn) {
    this.subscriber = subscriber;
    this.turn = turn;
  }

  // ------------------------------------------------------------------ the subscriber

  @Override
  public void request(long messages) {
    if (messages <= 0) {
      invalid = new IllegalArgumentException(messages + " messages requested: request 1 or more");
    } else {
      demand.getAndUpdate(before -> before + messages < 0 ? Long.MAX_VALUE : before + messages);
    }
    turn.due();
  }

  @Override
  public void cancel() {
    cancelled = true;
    turn.due();
  }

  boolean isCancelled() {
    return cancelled;
  }

  // ------------------------------------------------------------------ the turn

  /** Tells the subscriber that it is one; false if it knows. */
  boolean begin() {
    if (begun) {
      return false;
    }
    begun = true;
    signal(its -> its.onSubscribe(this));
    return true;
  }

  /** True if it shall get a message. */
  boolean isWanting() {
    IllegalArgumentException fault = invalid;
    if (cancelled) {
      subscriber = null;
    } else if (fault != null) {
      fail(fault);
    }
    return subscriber != null && demand.get() > 0;
  }

  boolean isOver() {
    return subscriber == null;
  }

  void next(Message message) {
    demand.decrementAndGet();
    signal(its -> its.onNext(message));
  }

  void complete() {
    if (!cancelled) {
      cancelled = true; // before the signal: from then on there may be another subscriber
      signal(Flow.Subscriber::onComplete);
    }
    subscriber = null;
  }

  void fail(Throwable fault) {
    if (!cancelled) {
      cancelled = true;
      signal(its -> its.onError(fault));
    }
    subscriber = null;
  }

  /** Tells a subscriber that it cannot be one. */
  void refuse(Throwable fault) {
    begin();
    fail(fault);
  }

  private interface Signal {
    void to(Flow.Subscriber<? super Message> subscriber);
  }

  private void signal(Signal signal) {
    Flow.Subscriber<? super Message> its = subscriber;
    if (its == null) {
      return;
    }
    try {
      signal.to(its);
    } catch (Throwable fault) {
      LOG.log(Level.WARNING, "a subscriber threw; its subscription is cancelled", fault);
      cancelled = true;
      subscriber = null;
    }
  }
}
