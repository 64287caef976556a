package io.cero.cli.perf;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How far one loop is: written by its thread alone after each message, read by {@link Watch} now
 * and then. An opaque write is a plain store that does become visible.
 */
final class Counter {
  private final AtomicLong done = new AtomicLong();

  /** Says how many are done; the loop's thread. */
  void set(long done) {
    this.done.setOpaque(done);
  }

  /** Returns how many are done; any thread. */
  long get() {
    return done.getOpaque();
  }
}
