package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Who counts while messages come back from beyond the memory, or are found to be lost, counts each
 * of them once.
 *
 * <p>The hole: a message has left one count and is not in the other yet, or is in both.
 *
 * <p>Fails when {@code OverflowCounts.steady} does not look at the moves again, and when it takes
 * no notice of one that is under way.
 */
@JCStressTest
@State
@Outcome(id = "3, 30", expect = ACCEPTABLE, desc = "each once")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "one too many, or too few")
public class OverflowCountsTest {
  private static final int BYTES = 10;

  private final OverflowCounts counts = new OverflowCounts();
  private final AtomicLong back = new AtomicLong();
  private final AtomicLong backBytes = new AtomicLong();

  /** Three messages are away. */
  public OverflowCountsTest() {
    for (int i = 0; i < 3; i++) {
      counts.went(BYTES);
    }
  }

  /** Brings two back, one after the other, and finds one lost. */
  @Actor
  public void mover() {
    for (int i = 0; i < 2; i++) {
      counts.move();
      back.incrementAndGet();
      backBytes.addAndGet(BYTES);
      counts.cameBack(1, BYTES);
      counts.move();
    }
    counts.move();
    counts.areLost(1, BYTES);
    counts.move();
  }

  /** Counts. */
  @Actor
  public void observer(II_Result result) {
    result.r1 = (int) counts.steady(() -> back.get() + counts.away() + counts.lost());
    result.r2 =
        (int) counts.steady(() -> backBytes.get() + counts.awayBytes() + counts.lostBytes());
  }
}
