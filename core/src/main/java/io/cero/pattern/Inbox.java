package io.cero.pattern;

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

  private final AtomicReference<@Nullable Peer> top = new AtomicReference<>();
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

  void push(Peer peer) {
    Peer below;
    do {
      below = top.get();
      peer.nextInInbox = below;
    } while (!top.compareAndSet(below, peer));
    signal();
  }

  /** Wakes whoever waits for this socket, without an event. */
  public void signal() {
    waiter.signal();
    Runnable callback = listener;
    if (callback != null) {
      try {
        callback.run();
      } catch (RuntimeException | Error fault) {
        System.getLogger("io.cero.socket")
            .log(Level.WARNING, "a readiness callback threw; the socket goes on", fault);
      }
    }
    used();
  }

  /** True if no peer has events. */
  public boolean isEmpty() {
    return top.get() == null;
  }

  /** Takes note of what happened to a peer. */
  @FunctionalInterface
  public interface Reader {
    /** Takes the events of a peer, as bits of {@link Peer}. */
    void onEvents(Peer peer, int events);
  }

  /** Hands every peer that has events to a reader, oldest first. */
  public void drainTo(Reader reader) {
    Peer newest = top.getAndSet(null);
    Peer oldest = null;
    while (newest != null) {
      Peer below = newest.nextInInbox;
      newest.nextInInbox = oldest;
      oldest = newest;
      newest = below;
    }
    while (oldest != null) {
      Peer next = oldest.nextInInbox;
      oldest.nextInInbox = null;
      reader.onEvents(oldest, oldest.takeEvents());
      oldest = next;
    }
  }
}
