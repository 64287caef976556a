package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Who counts while messages come back from beyond the memory, or are found to be lost, counts each
 * of them once.
 *
 * <p>The hole: a message has left one count and is not in the other yet, or is in both.
 *
 * <p>Fails when {@code OverflowCounts.steady} does not look at the moves again.
 */
@JCStressTest
@State
@Outcome(id = "3, 3, 2", expect = ACCEPTABLE, desc = "each once")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "one too many, or too few")
public class OverflowCountsTest {
  private static final byte[] BODY = Bodies.of(Bodies.A, 8);

  private final OverflowLog log = Overflows.log();
  private final OverflowCounts counts = new OverflowCounts();

  /** One message in memory, two beyond; and others of which one will be lost. */
  public OverflowCountsTest() {
    for (int i = 0; i < 3; i++) {
      Bodies.append(log, BODY, false);
    }
    counts.went(10);
    counts.went(10);
  }

  /** Makes room, into which one comes back; then finds another lost. */
  @Actor
  public void mover() {
    Bodies.take(log, BODY, false);
    counts.move();
    counts.areLost(1, 10);
    counts.move();
  }

  /** Counts. */
  @Actor
  public void observer(III_Result result) {
    result.r1 = (int) log.published();
    result.r2 = (int) log.publishedBytes() / 10;
    result.r3 = (int) counts.steady(() -> counts.away() + counts.lost());
  }
}
