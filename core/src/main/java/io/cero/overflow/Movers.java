package io.cero.overflow;

/** Who brings back what overflowed: one context's threads, or a test's. Any thread asks. */
public interface Movers {
  /** Has something done soon; false if the context is closed. */
  boolean execute(Runnable task);

  /** Has something done in a while; false if the context is closed. */
  boolean schedule(Runnable task, long nanos);
}
