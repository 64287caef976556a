package io.cero.session;

import io.cero.pattern.SubscriptionSet;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a new connection is told first: all that was subscribed at one moment.
 *
 * <p>The moment is settled once, by whoever comes first: the driver who establishes the connection,
 * or the thread inside the socket that finds the connection there after a change. What is
 * subscribed or cancelled up to the moment is part of the announcement; whatever comes later is
 * queued by the thread that does it, and written behind. So the peer hears of everything once, in
 * an order that happened, however much changes meanwhile.
 */
final class Announcement {

  // Settled by any thread; what was told is forgotten by the write side.
  private final AtomicReference<SubscriptionSet.@Nullable Moment> settled = new AtomicReference<>();

  // Write side.
  private @Nullable Iterator<byte[]> untold;

  /**
   * Settles that the announcement is of this moment, unless it is settled already.
   *
   * @return whether it was not
   */
  boolean isFirst(SubscriptionSet.Moment moment) {
    return settled.compareAndSet(null, moment);
  }

  /**
   * Settles that the announcement is of this moment, unless it is settled already.
   *
   * @return whether what was done until this moment is announced, so that nobody need tell of it
   */
  boolean settle(SubscriptionSet.Moment moment) {
    SubscriptionSet.Moment earlier = settled.compareAndExchange(null, moment);
    return earlier == null || earlier.includes(moment);
  }

  /** True while there is something to be told. */
  boolean isPending() {
    SubscriptionSet.Moment moment = settled.get();
    return moment != null && !moment.isForgotten();
  }

  /** Returns the next prefix to tell of, or null after the last. Called by the write side. */
  byte @Nullable [] next() {
    SubscriptionSet.Moment moment = settled.get();
    if (moment == null || moment.isForgotten()) {
      return null;
    }
    Iterator<byte[]> prefixes = untold;
    if (prefixes == null) {
      prefixes = moment.iterator();
      untold = prefixes;
    }
    if (prefixes.hasNext()) {
      return prefixes.next();
    }
    untold = null;
    settled.set(moment.forgotten());
    return null;
  }
}
