package io.cero.accounting;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to connections and sockets, every message is accounted for: what went in at one
 * end, counted by the test, is what the statistics, the other end and the monitors say became of
 * it.
 *
 * <p>Each {@link Round} is a few sockets of a random pattern, transport, marks and faults. The seed
 * is printed with a failure; {@code -Dcero.seed=…} repeats it, {@code -Dcero.messages=1000000} is
 * the long run.
 */
class AccountingTest {
  private static final long SEED = Long.getLong("cero.seed", System.nanoTime());
  private static final long MESSAGES = Long.getLong("cero.messages", 100_000);

  @TempDir private Path directory;

  @Test
  void shouldAccountForEveryMessageWhateverHappens() throws Exception {
    long sent = 0;
    for (int number = 0; sent < MESSAGES; number++) {
      Round round = new Round(new Random(SEED + number), directory);
      try {
        sent += round.run();
      } catch (Throwable failure) {
        throw new AssertionError(
            "seed " + (SEED + number) + " (-Dcero.seed), round " + round, failure);
      }
    }
  }
}
