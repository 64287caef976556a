package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The writer goes back to the start of a full segment only when the reader is done with all that
 * lies there, and the reader finds what is written there then.
 *
 * <p>The holes: the writer overwrites a message under its reader; the reader goes on behind the
 * last message, where nothing follows, and misses the jump.
 *
 * <p>Fails when {@code isDrained} always says yes, and when {@code refresh} doesn't jump.
 */
@JCStressTest
@State
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the second is not published yet")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both, in the same memory or in another chunk")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "a message was overwritten or not found")
public class LogStartOverTest {
  // The first fills its chunk but for less than the second needs.
  private static final byte[] FIRST = Bodies.of(Bodies.A, ChunkPool.SMALL - 60);
  private static final byte[] SECOND = Bodies.of(Bodies.B, 100);

  private final Log log = new Log(Bodies.pool(), 0, 0);

  /** One message fills the first chunk. */
  public LogStartOverTest() {
    Bodies.append(log, FIRST, false);
  }

  /** Sends what does not fit behind it. */
  @Actor
  public void writer() {
    Bodies.append(log, SECOND, false);
  }

  /** Receives both. */
  @Actor
  public void reader(II_Result result) {
    result.r1 = Bodies.take(log, FIRST, false);
    result.r2 = Bodies.take(log, SECOND, false);
  }
}
