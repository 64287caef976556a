package io.cero.toolkit;

import io.cero.Context;
import io.cero.PairOptions;
import io.cero.PairSocket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Two PAIR sockets that are connected with one another over inproc, and with nobody else: the name
 * by which they met is given up at once.
 */
record PairPipe(PairSocket one, PairSocket other) {
  private static final AtomicLong NUMBER = new AtomicLong();

  /** Opens a pipe; a failure leaves no socket behind. */
  static PairPipe open(Context context, Consumer<PairOptions> settings) {
    PairSocket one = context.pair(settings);
    try {
      PairSocket other = context.pair(settings);
      try {
        String name = one.bind("inproc://io.cero.toolkit.pipe-" + NUMBER.incrementAndGet());
        other.connect(name);
        one.unbind(name);
        return new PairPipe(one, other);
      } catch (RuntimeException e) {
        other.close();
        throw e;
      }
    } catch (RuntimeException e) {
      one.close();
      throw e;
    }
  }

  /** Closes both ends, and so ends the calls that are inside them. Any thread. */
  void close() {
    one.close();
    other.close();
  }
}
