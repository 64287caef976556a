package io.cero.pipe;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bodies of one byte over and over, and how to tell that one arrived whole. */
final class Bodies {
  static final byte A = 'a';
  static final byte B = 'b';
  static final byte C = 'c';

  /** What became of a frame that was looked for. */
  static final int ABSENT = 0;

  static final int WHOLE = 1;
  static final int TORN = 2;

  private Bodies() {}

  static byte[] of(byte value, int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, value);
    return body;
  }

  /** A pool that lends one chunk of heap memory before it allocates any: cheap to make. */
  static ChunkPool pool() {
    ChunkPool pool = new ChunkPool();
    pool.give(ByteBuffer.allocate(ChunkPool.SMALL));
    return pool;
  }

  /** Appends a frame. */
  static void append(Pipe pipe, byte[] body, boolean more) {
    pipe.append(new Outgoing().set(body), more);
  }

  /** Reads and consumes the next frame if there is a message. */
  static int take(Pipe pipe, byte[] expected, boolean more) {
    if (!pipe.hasMessage()) {
      return ABSENT;
    }
    Incoming frame = new Incoming();
    pipe.read(frame);
    boolean whole = frame.more() == more && Arrays.equals(expected, frame.copy());
    frame.done();
    return whole ? WHOLE : TORN;
  }
}
