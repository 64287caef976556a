package io.cero.toolkit;

/** A task that somebody waits for, and that must know if it will never be run. */
interface Droppable extends Runnable {

  /** Whoever was to run it has ended, and has dropped it. Any thread; never waits. */
  void dropped();
}
