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
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String cpuOf;
  private final double[] roundTrips;
  private final Map<String, double[]> values = new TreeMap<>();
  private final int rounds;
  private int done = -1;
  private long beganAt;
  private double cpuBefore;
  private double switchesBefore;
  private long[] threads = {};
  private long[] allocatedBefore = {};

  Rounds(int rounds) {
    this(rounds, "self", 0);
  }

  /** Counts the CPU of another process than this one. */
  Rounds(int rounds, String cpuOf) {
    this(rounds, cpuOf, 0);
  }

  /** Also keeps every round trip, of which each round has so many. */
  Rounds(int rounds, int roundTrips) {
    this(rounds, "self", roundTrips);
  }

  private Rounds(int rounds, String cpuOf, int roundTrips) {
    this.rounds = rounds;
    this.cpuOf = cpuOf;
    this.roundTrips = new double[roundTrips];
  }

  /** Keeps one round trip of the round under way. */
  void roundTrip(int index, long nanos) {
    roundTrips[index] = nanos;
  }

  /** Ends a round of so many messages and begins the next one; the first call only begins. */
  void mark(long count) {
    long now = System.nanoTime();
    long[] allocatedNow = THREADS.getThreadAllocatedBytes(threads);
    if (done >= 0) {
      double seconds = (now - beganAt) / 1e9;
      put("rate", count / seconds);
      put("alloc", (double) allocated(allocatedNow) / count);
      put("cpu", (Proc.cpu(cpuOf) - cpuBefore) / count * 1e6);
      put("switches", (Proc.switches() - switchesBefore) / count);
      if (roundTrips.length > 0) {
        Arrays.sort(roundTrips);
        put("mean", seconds / count / 2 * 1e6);
        put("p50", roundTrips[roundTrips.length / 2] / 2e3);
        put("p999", roundTrips[(int) (roundTrips.length * 0.999)] / 2e3);
      }
    }
    done++;
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
    System.out.flush();
  }
}
