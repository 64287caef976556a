package io.cero.pattern;

import io.cero.reactor.Report;
import io.cero.reactor.Waiter;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a socket's peers and was not taken note of yet: a stack without locks of the
 * peers that have events, each in it once.
 *
 * <p>Any thread pushes; the thread inside the socket takes everything, oldest first. Nothing is
 * allocated.
 */
public final class Inbox {

  /** At the bottom of a stack on which nothing is put any more. */
  private static final Object SEAL = new Object();

  /** The peer that came last, or the seal. */
  private final AtomicReference<@Nullable Object> top = new AtomicReference<>();

  private volatile Waiter waiter;
  private volatile @Nullable Runnable listener;
  private volatile Runnable[] observers = {};

  /** An inbox that signals a waiter. */
  public Inbox(Waiter waiter) {
    this.waiter = waiter;
  }

  /** Has signals go to another waiter: a poller's for the time of a poll, or the socket's own. */
  public void signalTo(Waiter other) {
    this.waiter = other;
  }

  /** Has a callback run after every push; null for none. */
  public void listener(@Nullable Runnable callback) {
    this.listener = callback;
  }

  /**
   * Has another observer run after every push, signal and {@link #used}: a poller's, beside the
   * waiter.
   */
  public synchronized void observe(Runnable observer) {
    Runnable[] more = Arrays.copyOf(observers, observers.length + 1);
    more[observers.length] = observer;
    observers = more;
  }

  /** Takes an observer back. */
  public synchronized void unobserve(Runnable observer) {
    observers = Arrays.stream(observers).filter(each -> each != observer).toArray(Runnable[]::new);
  }

  /** Tells the observers that the socket was used, which may have made something possible. */
  public void used() {
    for (Runnable observer : observers) {
      observer.run();
    }
  }

  /** Adds a peer; false if the inbox is sealed, and nobody will take it. */
  boolean push(Peer peer) {
    Object below;
    do {
      below = top.get();
      if (below == SEAL) {
        return false;
      }
      peer.nextInInbox = (Peer) below;
    } while (!top.compareAndSet(below, peer));
    signal();
    return true;
  }

  /** Wakes whoever waits for this socket, without an event. */
  public void signal() {
    waiter.signal();
    Runnable callback = listener;
    if (callback != null) {
      try {
        callback.run();
      } catch (RuntimeException | Error fault) {
        Report.fault(
            "io.cero.socket",
            Level.WARNING,
            "a readiness callback threw; the socket goes on",
            fault);
      }
    }
    used();
  }

  /** True if no peer has events. */
  public boolean isEmpty() {
    Object newest = top.get();
    return newest == null || newest == SEAL;
  }

  /** Takes note of what happened to a peer. */
  @FunctionalInterface
  public interface Reader {
    /** Takes the events of a peer, as bits of {@link Peer}. */
    void onEvents(Peer peer, int events);
  }

  /**
   * Hands every peer that has events to a reader, oldest first. If the reader throws, the others
   * are left for the next time.
   */
  public void drainTo(Reader reader) {
    if (!isEmpty()) {
      hand((Peer) top.getAndSet(null), reader);
    }
  }

  /**
   * Does so for the last time: a peer that comes later is refused, so each is either handed to the
   * reader or its coming is {@linkplain Peer#arrive refused}.
   */
  public void seal(Reader reader) {
    Object newest = top.getAndSet(SEAL);
    if (newest != SEAL) {
      hand((Peer) newest, reader);
    }
  }

  private void hand(@Nullable Peer newest, Reader reader) {
    Peer oldest = null;
    while (newest != null) {
      Peer below = newest.nextInInbox;
      newest.nextInInbox = oldest;
      oldest = newest;
      newest = below;
    }
    try {
      while (oldest != null) {
        Peer each = oldest;
        oldest = each.nextInInbox;
        each.nextInInbox = null;
        reader.onEvents(each, each.takeEvents());
      }
    } finally {
      while (oldest != null) { // the reader has thrown
        Peer next = oldest.nextInInbox;
        push(oldest);
        oldest = next;
      }
    }
  }
}
