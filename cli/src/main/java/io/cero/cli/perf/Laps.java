package io.cero.cli.perf;

import java.util.Arrays;

/**
 * When each of several threads began and ended each round. A cell is written by one thread and read
 * when that thread has ended.
 */
final class Laps {
  private final long origin = System.nanoTime();
  private final long[][] begins;
  private final long[][] ends;

  Laps(int rounds, int threads) {
    begins = new long[rounds][threads];
    ends = new long[rounds][threads];
  }

  void begin(int round, int thread) {
    begins[round][thread] = System.nanoTime() - origin;
  }

  void end(int round, int thread) {
    ends[round][thread] = System.nanoTime() - origin;
  }

  /** True if every thread has ended a round. */
  boolean isComplete(int round) {
    return Arrays.stream(ends[round]).allMatch(end -> end != 0);
  }

  /** From the first thread's begin to the last one's end. */
  long nanoseconds(int round) {
    return Arrays.stream(ends[round]).max().orElse(0)
        - Arrays.stream(begins[round]).min().orElse(0);
  }

  /** From the first begin of all to a time. */
  long nanosecondsUntil(long time) {
    return time - origin - Arrays.stream(begins[0]).filter(b -> b != 0).min().orElse(0);
  }
}
