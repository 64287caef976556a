package io.cero.toolkit;

import java.time.Duration;

/**
 * A time at which an {@link EventLoop} calls a handler: once, or again and again.
 *
 * <p>The loop's thread uses it, as {@link EventLoop} says.
 */
public final class Timer implements Registration {
  private final EventLoop loop;
  private final Handler<? super Timer> handler;
  private final long delay;

  /** Nanoseconds between two calls; zero if there is just one. */
  private final long interval;

  // Of TimerQueue.
  long deadline;
  long entry;
  int place = TimerQueue.NOWHERE;

  Timer(EventLoop loop, long delay, long interval, Handler<? super Timer> handler) {
    this.loop = loop;
    this.delay = delay;
    this.interval = interval;
    this.handler = handler;
  }

  long delay() {
    return delay;
  }

  boolean isRepeating() {
    return interval > 0;
  }

  /** The deadline after this one: the first of its rhythm that has not passed. */
  long nextDeadline(long now) {
    long missed = (now - deadline) / interval;
    return deadline + (missed + 1) * interval;
  }

  void call() throws Exception {
    handler.handle(this);
  }

  /**
   * Begins anew: the timer is due after its delay from now (a repeating one: after its interval,
   * which sets its rhythm), whether it was pending, over or cancelled. Allocates nothing, so a
   * deadline that moves with every message is one timer.
   *
   * @throws IllegalStateException if another thread runs the loop
   * @throws io.cero.ClosedException if the loop is closed
   */
  public void restart() {
    loop.restart(this);
  }

  /**
   * Takes the timer out of the loop; {@link #restart} brings it back. A second call does nothing.
   *
   * @throws IllegalStateException if another thread runs the loop
   */
  @Override
  public void cancel() {
    loop.cancel(this);
  }

  /** True while the timer is pending: not yet over, not cancelled. */
  @Override
  public boolean isActive() {
    return place != TimerQueue.NOWHERE;
  }

  @Override
  public String toString() {
    return isRepeating()
        ? "the timer of every " + Duration.ofNanos(interval)
        : "the timer after " + Duration.ofNanos(delay);
  }
}
