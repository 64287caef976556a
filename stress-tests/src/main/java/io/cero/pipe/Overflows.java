package io.cero.pipe;

import io.cero.overflow.Movers;
import io.cero.overflow.Place;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Logs that overflow, and never so far that anything is written: what goes beyond their memory
 * waits in a record. Whoever wakes the mover is the mover.
 */
final class Overflows {
  private static final Place NOWHERE =
      new Place(
          Path.of("nowhere"),
          Long.MAX_VALUE,
          1 << 20,
          path -> {
            throw new IOException("there is no disk");
          });

  private static final Movers WHO_WAKES_THEM =
      new Movers() {
        @Override
        public boolean execute(Runnable task) {
          task.run();
          return true;
        }

        @Override
        public boolean schedule(Runnable task, long nanos) {
          throw new AssertionError("something has failed");
        }
      };

  private static final OverflowLog.Observer NOBODY =
      new OverflowLog.Observer() {
        @Override
        public void overflowBegan() {}

        @Override
        public void moved() {}

        @Override
        public void failed(String text) {}

        @Override
        public void lost(long messages, String text) {}

        @Override
        public void overflowEnded() {}
      };

  private Overflows() {}

  /** A log that overflows past a message. */
  static OverflowLog log() {
    OverflowLog log = new OverflowLog(Bodies.pool(), 1, 0, NOWHERE, WHO_WAKES_THEM);
    log.observe(NOBODY);
    log.onRoom(() -> {});
    return log;
  }
}
