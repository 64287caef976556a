package io.cero.benchmarks.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int RATE = 1_000;
  private static final long INTERVAL = 1_000_000;

  @Test
  void shouldRunFromNoEarlierThanItIsDueWhenNothingIsLate() {
    long before = System.nanoTime();
    Pace pace = new Pace(RATE);
    for (int message = 1; message <= 3; message++) {
      assertTrue(pace.next() - before >= message * INTERVAL);
    }
  }

  @Test
  void shouldRunFromWhenItWasDueWhenTheAnswerBeforeCameLater() {
    long before = System.nanoTime();
    Pace pace = new Pace(RATE);
    long after = System.nanoTime();
    while (System.nanoTime() - after < 3 * INTERVAL) {
      Thread.onSpinWait(); // the answer is late
    }
    for (int message = 1; message <= 3; message++) {
      long from = pace.next();
      assertTrue(from - before >= message * INTERVAL);
      assertTrue(from - after <= message * INTERVAL);
    }
  }
}
