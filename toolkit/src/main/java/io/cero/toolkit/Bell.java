package io.cero.toolkit;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.PairSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What ends the wait of a loop: an empty message through a pipe to itself. There is never more than
 * one in it.
 */
final class Bell {
  private static final byte[] RING = {};

  private final PairPipe pipe;
  private final ByteBuffer nothing = ByteBuffer.allocate(0);

  // Set by whoever rings; cleared by the loop's thread, before it looks what is to be done.
  private final AtomicBoolean rung = new AtomicBoolean();

  Bell(Context context) {
    pipe = PairPipe.open(context, options -> {});
  }

  /** The socket that is readable once the bell has rung. */
  PairSocket socket() {
    return pipe.one();
  }

  /** Rings, if it has not rung already. Any thread; never waits. */
  void ring() {
    if (!rung.getAndSet(true)) {
      synchronized (this) { // the last one may still be inside the socket
        try {
          pipe.other().trySend(RING);
        } catch (ClosedException over) {
          // with the context; that has ended the wait as well
        }
      }
    }
  }

  /** Takes the message out. The loop's thread. */
  void silence() {
    pipe.one().tryReceive(nothing);
    rung.set(false);
  }

  void close() {
    pipe.close();
  }
}
