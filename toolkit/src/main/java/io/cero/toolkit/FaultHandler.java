package io.cero.toolkit;

/** What an {@link EventLoop} calls when a handler has failed. */
@FunctionalInterface
public interface FaultHandler {
  /**
   * Takes note of a failure, in the loop's thread. The loop goes on afterwards, and what failed
   * stays registered: cancel it here if it must not be called again.
   *
   * @param culprit what the handler was registered for
   * @param fault what the handler threw
   */
  void onFault(Registration culprit, Throwable fault);
}
