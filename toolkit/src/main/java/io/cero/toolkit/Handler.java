package io.cero.toolkit;

/**
 * What an {@link EventLoop} calls when something is ready: a socket, a channel or a timer.
 *
 * @param <T> what is ready
 */
@FunctionalInterface
public interface Handler<T> {
  /**
   * Deals with it, without waiting for anything else: every other handler of the loop waits
   * meanwhile.
   *
   * @param ready the socket or channel that is ready, or the timer that is due
   * @throws Exception if it fails; the loop reports that to its {@link FaultHandler} and goes on
   */
  void handle(T ready) throws Exception;
}
