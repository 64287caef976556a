package io.cero;

import io.cero.socket.ContextCore;
import io.cero.socket.PollSet;
import io.cero.socket.Watched;
import io.cero.socket.WatchedChannel;
import io.cero.socket.WatchedSocket;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits until one of many sockets and selectable channels is ready.
 *
 * <pre>{@code
 * try (Poller poller = context.poller()) {
 *   PollItem tasks = poller.register(pull, Interest.READ);
 *   PollItem control = poller.register(sub, Interest.READ);
 *   while (true) {
 *     poller.poll();
 *     if (control.isReadable()) {
 *       return;
 *     }
 *     if (tasks.isReadable()) {
 *       work(pull.receive());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p><b>Outcomes.</b> A poll ends in one of four ways: something is ready (a list that is not
 * empty); its time was over or another thread called {@link #wake} (an empty list); the thread was
 * interrupted while nothing was ready ({@link InterruptedOperationException}, the flag stays set);
 * or a registered socket or channel, the poller or its context is closed ({@link ClosedException},
 * even if others are ready, and again by every poll until what is closed was unregistered).
 *
 * <p><b>Readiness</b> is a state, not an event: what is ready and is not used is ready in the next
 * poll again. It holds for the first message: after a receive, {@code tryReceive} tells whether
 * there is another. A channel's readiness is learned from a selector, so a poll that does not wait
 * may report it only the next time. A channel that was closed is noticed when something happens to
 * it, so unregister it first.
 *
 * <p><b>Cost.</b> A poll looks only at what something happened to since the last one, at what was
 * used, and at what was found ready then: two thousand idle sockets cost what two cost. Nothing is
 * allocated. If everything that is registered lives on one I/O thread's reactor, the polling thread
 * selects and reads by itself while it waits.
 *
 * <p><b>Threads.</b> One thread at a time uses a poller and its items; a second one gets a {@link
 * ConcurrentUseException}. Only {@link #close} and {@link #wake} may be called from any thread. A
 * poll uses the sockets that it looks at, so no other thread may be inside one then. Between polls
 * a registered socket may be used in every way, also to wait in {@code receive}: its own signals
 * still reach it, and the next poll sees what has changed. A socket may be registered with several
 * pollers, of any context; a channel with one.
 */
public final class Poller implements AutoCloseable {
  private final ContextCore context;
  private final PollSet set = new PollSet();
  private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();
  private final Runnable requireOpen = this::requireOpen;
  private volatile boolean closed;

  // Of the thread inside.
  private final IdentityHashMap<Object, PollItem> items = new IdentityHashMap<>();
  private final List<PollItem> ready = new ArrayList<>();
  private final List<PollItem> readyView = Collections.unmodifiableList(ready);

  Poller(ContextCore context) {
    this.context = context;
    context.add(set);
  }

  // ------------------------------------------------------------------ what is watched

  /**
   * Watches a socket.
   *
   * @param interests what for; nothing for a socket whose time comes with {@link
   *     PollItem#interest(Interest...)}
   * @throws IllegalArgumentException if it is registered already, or can never do that
   * @throws ClosedException if the socket or the poller is closed
   */
  public PollItem register(Socket socket, Interest... interests) {
    enter();
    try {
      requireNew(socket);
      boolean toReceive = List.of(interests).contains(Interest.READ);
      boolean toSend = List.of(interests).contains(Interest.WRITE);
      PollItem.checkPossible(socket, toReceive, toSend);
      if (socket.isClosed()) {
        throw new ClosedException("this " + socket.type() + " socket");
      }
      WatchedSocket watched = new WatchedSocket(set, socket.core);
      watched.watchFor(toReceive, toSend);
      return add(new PollItem(this, socket, watched));
    } finally {
      exit();
    }
  }

  /**
   * Watches a channel of the application's own, which the poller never reads, writes or closes.
   *
   * @param operations bits of {@link java.nio.channels.SelectionKey}
   * @throws IllegalArgumentException if it is registered already, or can never do that
   * @throws IllegalBlockingModeException if the channel is in blocking mode
   * @throws ClosedException if the channel or the poller is closed
   */
  public PollItem register(SelectableChannel channel, int operations) {
    enter();
    try {
      requireNew(channel);
      if ((operations & ~channel.validOps()) != 0) {
        throw new IllegalArgumentException(
            "a " + channel.getClass().getSimpleName() + " has no such operation: " + operations);
      }
      if (!channel.isOpen()) {
        throw new ClosedException("the channel");
      }
      if (channel.isBlocking()) {
        throw new IllegalBlockingModeException();
      }
      return add(
          new PollItem(
              this,
              channel,
              new WatchedChannel(set, context.reactorFor(set.soleReactor()), channel, operations)));
    } finally {
      exit();
    }
  }

  /**
   * Watches a channel of the application's own, as {@link #register(SelectableChannel, int)} does.
   *
   * @throws IllegalArgumentException if it is registered already, or can never do that
   * @throws IllegalBlockingModeException if the channel is in blocking mode
   * @throws ClosedException if the channel or the poller is closed
   */
  public PollItem register(SelectableChannel channel, Interest... interests) {
    return register(channel, PollItem.operations(channel, interests));
  }

  private void requireNew(Object subject) {
    if (items.containsKey(subject)) {
      throw new IllegalArgumentException(
          subject + " is registered already: change what for with its item's interest(…)");
    }
  }

  private PollItem add(PollItem item) {
    items.put(item.subject(), item);
    item.watched().attach(item);
    return item;
  }

  /** Stops watching a socket; does nothing if it is not registered. */
  public void unregister(Socket socket) {
    unregisterSubject(socket);
  }

  /** Stops watching a channel; does nothing if it is not registered. */
  public void unregister(SelectableChannel channel) {
    unregisterSubject(channel);
  }

  private void unregisterSubject(Object subject) {
    enter();
    try {
      PollItem item = items.get(subject);
      if (item != null) {
        drop(item);
      }
    } finally {
      exit();
    }
  }

  void unregister(PollItem item) {
    if (item.isRegistered()) {
      unregisterSubject(item.subject());
    }
  }

  private void drop(PollItem item) {
    item.watched().remove();
    items.remove(item.subject());
  }

  void change(PollItem item, Runnable change) {
    enter();
    try {
      if (!item.isRegistered()) {
        throw new IllegalStateException("the item was unregistered: register it anew");
      }
      change.run();
    } finally {
      exit();
    }
  }

  /** Returns how many sockets and channels are registered. */
  public int size() {
    enter();
    try {
      return items.size();
    } finally {
      exit();
    }
  }

  // ------------------------------------------------------------------ polling

  /**
   * Waits until something is ready.
   *
   * @return the ready items, none only after a {@link #wake}; valid until the next poll
   * @throws IllegalStateException if nothing is registered, so that the wait could never end
   */
  public List<PollItem> poll() {
    return poll(Long.MAX_VALUE);
  }

  /**
   * Waits until something is ready, at most for a time; zero only looks.
   *
   * @return the ready items, none if the time was over or it was woken; valid until the next poll
   */
  public List<PollItem> poll(Duration timeout) {
    return poll(OptionCheck.nanos("timeout", timeout));
  }

  private List<PollItem> poll(long nanos) {
    enter();
    try {
      if (nanos == Long.MAX_VALUE && items.isEmpty()) {
        throw new IllegalStateException(
            "nothing is registered, so this poll would never end; to wait for wake() alone, say"
                + " until when");
      }
      return itemsOf(set.poll(nanos, requireOpen));
    } finally {
      exit();
    }
  }

  /**
   * Waits until something is ready, or it is a certain time. Allocates nothing, and looks at the
   * clock only if nothing is ready: for programs that have timers of their own.
   *
   * @param deadline a time as {@link System#nanoTime} tells it; one that has passed only looks
   * @return the ready items, none if that time has come; valid until the next poll
   */
  public List<PollItem> pollUntil(long deadline) {
    enter();
    try {
      return itemsOf(set.pollUntil(deadline, requireOpen));
    } finally {
      exit();
    }
  }

  private List<PollItem> itemsOf(List<Watched> found) {
    ready.clear();
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).attachment() instanceof PollItem item) {
        ready.add(item);
      }
    }
    return readyView;
  }

  /**
   * Ends the poll that waits, or else the next one, at once: it returns what is ready, be it
   * nothing. A wake is never lost, and several before one poll are one. What the calling thread has
   * written before is seen by the polling thread after its poll. Costs no system call while that
   * thread does not sleep. Any thread; does nothing once the poller is closed.
   */
  public void wake() {
    set.wake();
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("the poller");
    }
    if (context.isClosed()) {
      throw new ClosedException("the context");
    }
  }

  // ------------------------------------------------------------------ one thread at a time

  private void enter() {
    Thread caller = Thread.currentThread();
    if (!owner.compareAndSet(null, caller)) {
      if (closed) {
        throw new ClosedException("the poller"); // it is whoever closes that is inside
      }
      Thread other = owner.get();
      throw new ConcurrentUseException(
          "the poller", other == null ? "another thread" : other.getName(), caller.getName());
    }
    if (closed) {
      exit();
      throw new ClosedException("the poller");
    }
  }

  private void exit() {
    owner.set(null);
  }

  /**
   * Unregisters everything and ends a poll that waits with a {@link ClosedException}; sockets and
   * channels stay open. Any thread; a second call does nothing.
   */
  @Override
  public void close() {
    closed = true;
    Thread caller = Thread.currentThread();
    while (!owner.compareAndSet(null, caller)) {
      set.wake();
      LockSupport.parkNanos(this, 50_000);
    }
    try {
      for (PollItem item : List.copyOf(items.values())) {
        drop(item);
      }
      ready.clear();
      context.remove(set);
    } finally {
      exit();
    }
  }
}
