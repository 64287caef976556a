package io.cero.benchmarks.programs;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rounds of one program: what each took in time, CPU, context switches and allocated memory.
 * Prints lines {@code NAME ROUND VALUE}, as the C programs do, once all rounds are over.
 */
final class Rounds {
  /** Rehearsals after which the JVM has compiled what measures. */
  private static final int REHEARSALS = 1_000;

  /** Fewer rounds are never warm, and only show that a program works. */
  private static final int FEWEST_WARM = 5;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String cpuOf;
  private final long[][] roundTrips;
  private final Map<String, double[]> values = new TreeMap<>();
  private final int rounds;
  private final boolean warm;
  private int done = -1;
  private long beganAt;
  private double cpuBefore;
  private double switchesBefore;
  private long[] threads = {};
  private long[] allocatedBefore = {};

  Rounds(int rounds) {
    this(rounds, "self", 0, rounds >= FEWEST_WARM);
  }

  /** Counts the CPU of another process than this one. */
  Rounds(int rounds, String cpuOf) {
    this(rounds, cpuOf, 0, rounds >= FEWEST_WARM);
  }

  /** Also keeps every round trip, of which each round has so many. */
  Rounds(int rounds, int roundTrips) {
    this(rounds, "self", roundTrips, rounds >= FEWEST_WARM);
  }

  private Rounds(int rounds, String cpuOf, int roundTrips, boolean warm) {
    this.rounds = rounds;
    this.warm = warm;
    this.cpuOf = cpuOf;
    this.roundTrips = new long[rounds][roundTrips];
    rehearse();
  }

  /** One round, of which every round trip is kept, after so many that only warm up. */
  static Rounds single(int warming, int roundTrips) {
    return new Rounds(1, "self", roundTrips, warming >= REHEARSALS);
  }

  /**
   * Measures until measuring is compiled, so that no round is disturbed by that: in the beginning
   * of each the JVM would compile what ended the one before.
   */
  private void rehearse() {
    for (int i = 0; warm && i < REHEARSALS; i++) {
      begin();
    }
  }

  /** Keeps one round trip of the round under way. */
  void roundTrip(int index, long nanos) {
    if (done >= 0) {
      roundTrips[done][index] = nanos;
    }
  }

  /** Ends a round of so many messages and begins the next one; the first call only begins. */
  void mark(long count) {
    long now = System.nanoTime();
    long[] allocatedNow = THREADS.getThreadAllocatedBytes(threads);
    if (done >= 0) {
      double seconds = (now - beganAt) / 1e9;
      put("rate", count / seconds);
      if (roundTrips[done].length > 0) {
        put("mean", seconds / count / 2 * 1e6);
      }
      put("alloc", (double) allocated(allocatedNow) / count);
      put("cpu", (Proc.cpu(cpuOf) - cpuBefore) / count * 1e6);
      put("switches", (Proc.switches() - switchesBefore) / count);
    }
    done++;
    begin();
  }

  private void begin() {
    cpuBefore = Proc.cpu(cpuOf);
    switchesBefore = Proc.switches();
    threads = THREADS.getAllThreadIds();
    allocatedBefore = THREADS.getThreadAllocatedBytes(threads);
    beganAt = System.nanoTime();
  }

  private void put(String name, double value) {
    values.computeIfAbsent(name, n -> new double[rounds])[done] = value;
  }

  /** Bytes that the threads of the whole round have allocated on the heap in it. */
  private long allocated(long[] allocatedNow) {
    long sum = 0;
    for (int i = 0; i < threads.length; i++) {
      if (allocatedNow[i] >= 0 && allocatedBefore[i] >= 0) {
        sum += allocatedNow[i] - allocatedBefore[i];
      }
    }
    return sum;
  }

  /** Prints every round's values. */
  void print() {
    values.forEach(
        (name, each) -> {
          for (int round = 0; round < each.length; round++) {
            Output.say(name, round, each[round]);
          }
        });
    for (int round = 0; round < rounds; round++) {
      long[] sorted = roundTrips[round];
      if (sorted.length > 0) {
        Arrays.sort(sorted);
        Output.say("p50", round, sorted[sorted.length / 2] / 2e3);
        Output.say("p99", round, sorted[(int) (sorted.length * 0.99)] / 2e3);
        Output.say("p999", round, sorted[(int) (sorted.length * 0.999)] / 2e3);
      }
    }
    System.out.flush();
  }
}
