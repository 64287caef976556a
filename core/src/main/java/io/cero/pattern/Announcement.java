package io.cero.pattern;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a new connection is told first: all that was subscribed at one moment.
 *
 * <p>The moment is settled once, by whoever comes first: who makes the connection (the driver, over
 * inproc the thread that joins both sockets), or the thread inside the subscribing socket that
 * finds the connection there. What is subscribed or cancelled up to the moment is part of the
 * announcement; whatever comes later is queued by the thread that does it, and told behind. So the
 * peer hears of everything once, in an order that happened, however much changes meanwhile.
 *
 * <p>One side <b>tells</b> it: who writes to the connection, over inproc the thread inside the
 * publishing socket, which tells it to itself.
 */
public final class Announcement {

  // Settled by any thread; what was told is forgotten by who tells it.
  private final AtomicReference<SubscriptionSet.@Nullable Moment> settled = new AtomicReference<>();

  // Of who tells it.
  private @Nullable Iterator<byte[]> untold;

  /**
   * Settles that the announcement is of this moment, unless it is settled already.
   *
   * @return whether it was not
   */
  public boolean isFirst(SubscriptionSet.Moment moment) {
    return settled.compareAndSet(null, moment);
  }

  /**
   * Settles that the announcement is of this moment, unless it is settled already.
   *
   * @return whether what was done until this moment is announced, so that nobody need tell of it
   */
  public boolean settle(SubscriptionSet.Moment moment) {
    SubscriptionSet.Moment earlier = settled.compareAndExchange(null, moment);
    return earlier == null || earlier.includes(moment);
  }

  /** True while there is something to be told. */
  public boolean isPending() {
    SubscriptionSet.Moment moment = settled.get();
    return moment != null && !moment.isForgotten();
  }

  /** Returns the next prefix to tell of, or null after the last. Called by who tells it. */
  public byte @Nullable [] next() {
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
