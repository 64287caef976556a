package io.cero.socket;

import io.cero.ClosedException;
import io.cero.reactor.ChannelHandler;
import io.cero.reactor.Reactor;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An application's own channel that is watched: registered with a reactor, which never reads it.
 *
 * <p>The driver that finds it ready takes the interest away, so that the selector does not report
 * it again and again, and leaves a note; the next poll but one gives the interest back.
 */
public final class WatchedChannel extends Watched implements ChannelHandler {
  private final Reactor reactor;
  private final SelectableChannel channel;

  // Written by the driver.
  private volatile @Nullable SelectionKey key;
  private final AtomicInteger noted = new AtomicInteger();
  private volatile boolean ended;

  // Written by the polling thread.
  private volatile int operations;
  private volatile boolean detached;
  private int ready;

  /** Watches a non-blocking channel for some operations. */
  public WatchedChannel(PollSet set, Reactor reactor, SelectableChannel channel, int operations) {
    super(set);
    this.reactor = reactor;
    this.channel = channel;
    this.operations = operations;
    whereabouts.of(reactor);
    reactor.execute(this::register);
    reactor.glance();
  }

  private void register() {
    if (detached) {
      return;
    }
    try {
      SelectionKey registered;
      try {
        registered = reactor.register(channel, operations, this);
      } catch (CancelledKeyException stillThere) { // it was unregistered a moment ago
        reactor.flushClosed();
        registered = reactor.register(channel, operations, this);
      }
      key = registered;
      registered.interestOps(operations); // they may have changed meanwhile
      if (detached) {
        registered.cancel();
      }
    } catch (IOException | RuntimeException e) {
      ended = true;
      stir();
    }
  }

  /** Says what to watch for. */
  public void watchFor(int newOperations) {
    operations = newOperations;
    noted.set(0);
    ready &= newOperations;
    arm(newOperations, true);
  }

  /** The operations for which the last poll found the channel ready. */
  public int ready() {
    return ready;
  }

  private void arm(int wanted, boolean only) {
    SelectionKey registered = key;
    if (registered == null) {
      return;
    }
    try {
      if (only) {
        registered.interestOps(wanted);
      } else {
        registered.interestOpsOr(wanted);
      }
      reactor.interestChanged();
      reactor.glance(); // if nobody drives, it is known at once whether it is ready
    } catch (CancelledKeyException closed) {
      ended = true;
      stir();
    }
  }

  // ------------------------------------------------------------------ the driver

  @Override
  public void onReady(int readyOperations) {
    SelectionKey registered = key;
    if (registered != null) {
      registered.interestOpsAnd(~readyOperations);
      noted.getAndUpdate(before -> before | readyOperations);
      stir();
    }
  }

  @Override
  public void onFault(Throwable fault) {
    ended = true;
    stir();
  }

  @Override
  public boolean onEnd() {
    ended = true;
    stir();
    return false;
  }

  // ------------------------------------------------------------------ the polling thread

  @Override
  boolean examine() {
    if (!channel.isOpen()) {
      throw new ClosedException("a registered channel");
    }
    if (ended) {
      throw new ClosedException("the context that serves a registered channel");
    }
    ready |= noted.getAndSet(0) & operations;
    return ready != 0;
  }

  @Override
  void forget() {
    int again = ready & operations;
    ready = 0;
    if (again != 0) {
      arm(again, false);
    }
  }

  @Override
  void detach() {
    detached = true;
    ready = 0;
    SelectionKey registered = key;
    if (registered != null) {
      registered.cancel();
      reactor.interestChanged();
    }
  }
}
