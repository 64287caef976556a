package io.cero.reactor;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a driver does again and again: runs tasks and timers that are due, selects, and has the
 * ready channels handled.
 *
 * <p>Everything but {@link #wakeSelector} belongs to whoever has the right to drive.
 */
final class DutyCycle implements Consumer<SelectionKey> {
  /** No timer is set for later: of any two deadlines the difference can be told. */
  private static final long FURTHEST = Long.MAX_VALUE / 4;

  private final Selector selector;
  private final HandOver handOver;
  private final Timers timers = new Timers();
  private @Nullable Waiter selectingWaiter;

  DutyCycle(Selector selector, HandOver handOver) {
    this.selector = selector;
    this.handOver = handOver;
  }

  /** Ends a select. Any thread. */
  void wakeSelector() {
    selector.wakeup();
  }

  void schedule(Timer timer, long nanos) {
    timers.set(timer, System.nanoTime() + Math.min(nanos, FURTHEST));
  }

  void cancel(Timer timer) {
    timers.cancel(timer);
  }

  boolean hasTimers() {
    return timers.size() > 0;
  }

  /** How long until the next timer goes off; {@link Long#MAX_VALUE} if there is none. */
  long untilNextTimer(long now) {
    return timers.untilNext(now);
  }

  SelectionKey register(SelectableChannel channel, int operations, ChannelHandler handler)
      throws IOException {
    return channel.register(selector, operations, handler);
  }

  /** Lets the selector forget channels that were closed, so that their descriptors are free. */
  void flushClosed() {
    if (!selector.isOpen()) {
      return; // it has forgotten everything
    }
    try {
      selector.selectNow(this);
    } catch (IOException e) {
      report(Level.WARNING, "select failed", e);
    }
  }

  /** Runs the tasks that are there and the timers that are due; what they post waits its turn. */
  void work() {
    for (int left = handOver.tasks(); left > 0; left--) {
      run(handOver.nextTask());
    }
    if (timers.size() > 0) {
      long now = System.nanoTime();
      for (Timer due = timers.takeDue(now); due != null; due = timers.takeDue(now)) {
        run(due.action);
      }
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error fault) {
      report(Level.ERROR, "a task of the reactor failed; its connection may be affected", fault);
    }
  }

  /** Selects for a caller until it is signalled, for a time at most; false if it is already. */
  boolean selectFor(Waiter waiter, long nanos) {
    if (!waiter.beginSelecting(selector)) {
      return false;
    }
    selectingWaiter = waiter;
    select(nanos, false);
    return true;
  }

  /** Selects once, for a time at most, and has the ready channels handled. */
  void select(long nanos) {
    select(nanos, true);
  }

  private void select(long nanos, boolean asIoThread) {
    boolean mayBlock = handOver.beginSelecting(asIoThread);
    try {
      if (!mayBlock || nanos <= 0) {
        awake();
        selector.selectNow(this);
      } else if (nanos == Long.MAX_VALUE) {
        selector.select(this);
      } else {
        selector.select(this, Math.max(1, (nanos + 999_999) / 1_000_000));
      }
    } catch (IOException e) {
      report(Level.WARNING, "select failed", e);
    } finally {
      awake();
    }
  }

  private void awake() {
    if (handOver.isSelecting()) {
      handOver.endSelecting();
      Waiter waiter = selectingWaiter;
      if (waiter != null) {
        waiter.endSelecting();
        selectingWaiter = null;
      }
    }
  }

  /** Has a ready channel handled. Called by the selector. */
  @Override
  public void accept(SelectionKey key) {
    awake();
    ChannelHandler handler = (ChannelHandler) key.attachment();
    try {
      handler.onReady(key.readyOps());
    } catch (CancelledKeyException gone) {
      // Closed by another key's handler in the same pass.
    } catch (RuntimeException | Error fault) {
      end(handler, fault);
    }
  }

  private static void end(ChannelHandler handler, Throwable fault) {
    try {
      handler.onFault(fault);
    } catch (RuntimeException | Error again) {
      report(Level.ERROR, "a connection could not be ended after a fault", again);
    }
  }

  /** Has every handler give back memory that lies idle; true if all is back. */
  boolean sweep() {
    boolean allBack = true;
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof ChannelHandler handler) {
        try {
          allBack &= handler.onSweep();
        } catch (RuntimeException | Error fault) {
          end(handler, fault);
        }
      }
    }
    return allBack;
  }

  /** Runs the tasks that are there, closes what is registered, and the selector. */
  void end() {
    while (handOver.tasks() > 0) {
      work();
    }
    for (SelectionKey key : List.copyOf(selector.keys())) {
      try {
        if (((ChannelHandler) key.attachment()).onEnd()) {
          key.channel().close();
        } else {
          key.cancel();
        }
      } catch (IOException | RuntimeException | Error e) {
        report(Level.DEBUG, "a channel did not close", e);
      }
    }
    try {
      selector.selectNow();
      selector.close();
    } catch (IOException e) {
      report(Level.WARNING, "the selector did not close", e);
    }
  }

  /** Closes the selector alone: nothing was ever registered. */
  void discard() {
    try {
      selector.close();
    } catch (IOException e) {
      report(Level.DEBUG, "the selector did not close", e);
    }
  }

  private static void report(Level level, String text, Throwable fault) {
    Report.fault("io.cero.reactor", level, text, fault);
  }
}
