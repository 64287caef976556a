package io.cero.toolkit;

import io.cero.Interest;

/**
 * A handler that an {@link EventLoop} calls while a socket or channel is ready for one direction.
 *
 * <p>The loop's thread uses it, as {@link EventLoop} says.
 */
public final class Watch implements Registration {
  private enum State {
    ACTIVE,
    PAUSED,
    CANCELLED
  }

  private final EventLoop loop;
  private final Station station;
  private final Interest direction;
  private final Handler<Object> handler;
  private State state = State.ACTIVE;

  Watch(EventLoop loop, Station station, Interest direction, Handler<Object> handler) {
    this.loop = loop;
    this.station = station;
    this.direction = direction;
    this.handler = handler;
  }

  Station station() {
    return station;
  }

  Interest direction() {
    return direction;
  }

  void call() throws Exception {
    handler.handle(station.subject());
  }

  /** It is over: by a call of cancel, or because the socket, channel or loop is closed. */
  void end() {
    state = State.CANCELLED;
  }

  /** True if readiness is of interest now. */
  boolean isWanted() {
    return state == State.ACTIVE;
  }

  /**
   * Has the handler not be called until {@link #resume}, as a broker does that takes no request
   * while it has no worker. The socket goes on receiving, up to its high-water mark.
   *
   * @throws IllegalStateException if it was cancelled, or another thread runs the loop
   */
  public void pause() {
    change(State.PAUSED);
  }

  /**
   * Has the handler called again.
   *
   * @throws IllegalStateException if it was cancelled, or another thread runs the loop
   */
  public void resume() {
    change(State.ACTIVE);
  }

  private void change(State next) {
    loop.requireMine();
    if (state == State.CANCELLED) {
      throw new IllegalStateException(this + " was cancelled: register it anew");
    }
    if (state != next) {
      state = next;
      station.interestChanged();
    }
  }

  /**
   * Takes the handler out of the loop; the socket or channel stays open. A second call does
   * nothing.
   *
   * @throws IllegalStateException if another thread runs the loop
   */
  @Override
  public void cancel() {
    if (state != State.CANCELLED) {
      loop.cancel(this);
    }
  }

  /** True until it is cancelled, the loop is closed, or it has noticed that what it watches is. */
  @Override
  public boolean isActive() {
    return state != State.CANCELLED;
  }

  @Override
  public String toString() {
    return "the handler for "
        + (direction == Interest.READ ? "reading from " : "writing to ")
        + station.subject();
  }
}
