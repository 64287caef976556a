package io.cero.pipe;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stream of messages that follows from a seed: what one thread writes, another can check byte by
 * byte without being told.
 */
final class Traffic {
  private static final int LONGEST = 1 << 20;
  private static final byte[] NOISE = new byte[LONGEST + 251];

  static {
    new Random(1).nextBytes(NOISE);
  }

  private final Random random;
  private final Outgoing outgoing = new Outgoing();
  private final Incoming incoming = new Incoming();

  Traffic(long seed) {
    this.random = new Random(seed);
  }

  /** Appends the next message, now and then after one that is given up. */
  void append(Log log, boolean byReference, AtomicInteger hooks) {
    if (random.nextInt(8) == 0) {
      int frames = 1 + random.nextInt(3);
      for (int i = 0; i < frames; i++) {
        appendFrame(log, true, false, hooks);
      }
      log.rollback();
    }
    int frames = frames();
    for (int i = 0; i < frames; i++) {
      appendFrame(log, i + 1 < frames, byReference, hooks);
    }
  }

  private void appendFrame(Log log, boolean more, boolean byReference, AtomicInteger hooks) {
    int length = length();
    int from = random.nextInt(251);
    int how = random.nextInt(3);
    if (byReference && how == 1) {
      log.append(outgoing.setImmutable(NOISE, from, length), more);
    } else if (byReference && how == 2) {
      hooks.incrementAndGet();
      java.nio.ByteBuffer body = java.nio.ByteBuffer.wrap(NOISE, from, length);
      log.append(outgoing.set(body, hooks::decrementAndGet), more);
      outgoing.releaseNow(); // runs the hook of a body that was copied
    } else {
      log.append(outgoing.set(NOISE, from, length), more);
    }
  }

  /** Reads the next message and compares it; null if it is right. */
  String check(Log log) {
    if (random.nextInt(8) == 0) {
      int dropped = 1 + random.nextInt(3);
      for (int i = 0; i < dropped; i++) {
        length();
        random.nextInt(251);
        random.nextInt(3);
      }
    }
    int frames = frames();
    String wrong = null;
    for (int i = 0; i < frames; i++) {
      int length = length();
      int from = random.nextInt(251);
      random.nextInt(3);
      log.read(incoming);
      if (incoming.length() != length || incoming.more() != i + 1 < frames) {
        return "frame " + i + ": " + incoming.length() + " bytes for " + length;
      }
      byte[] body = incoming.copy();
      int mismatch = java.util.Arrays.mismatch(body, 0, length, NOISE, from, from + length);
      if (mismatch >= 0) {
        wrong = "frame " + i + " of " + length + " bytes differs at " + mismatch;
      }
      incoming.done();
    }
    return wrong;
  }

  private int frames() {
    return random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1;
  }

  /** Mostly short, every size class now and then. */
  private int length() {
    return switch (random.nextInt(64)) {
      case 0 -> random.nextInt(LONGEST);
      case 1, 2 -> random.nextInt(200_000);
      case 3, 4, 5, 6 -> random.nextInt(10_000);
      case 7, 8, 9 -> 0;
      case 10, 11 -> 250 + random.nextInt(10);
      case 12, 13 -> Log.CONTIGUOUS - 5 + random.nextInt(10);
      case 14 -> Log.SHARED - 5 + random.nextInt(10);
      default -> random.nextInt(100);
    };
  }
}
