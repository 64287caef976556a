package io.cero.reactor;

/**
 * Something published that its publisher left for the I/O thread to write out.
 *
 * <p>The publisher enters it once at the beginning of a burst with {@link Reactor#watch}; the I/O
 * thread then looks again and again until the burst is over.
 */
public abstract class Tail {
  // The link of the reactor's stack of entered tails; written before the push.
  Tail nextTail;

  /**
   * Writes out what is there. Called by the I/O thread.
   *
   * @return true to be looked at again soon; false once the burst is over and a new one enters anew
   */
  protected abstract boolean onLook();
}
