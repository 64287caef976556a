package io.cero.toolkit;

/**
 * What was given to an {@link EventLoop} to call: a {@link Watch} for a socket or channel, a {@link
 * Timer}, or a {@link Task} from another thread. Its text says which, for logs.
 */
public sealed interface Registration permits Watch, Timer, Task {
  /** Has the handler not be called again. A second call does nothing. The loop's thread. */
  void cancel();

  /** True if the handler may still be called. */
  boolean isActive();
}
