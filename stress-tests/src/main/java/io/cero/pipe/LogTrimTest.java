package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Memory goes back to the pool only when the reader is done with it, and what another pipe does
 * with it afterwards is none of the reader's business.
 *
 * <p>The hole: a chunk is lent to somebody else while a message in it is being read.
 *
 * <p>Fails when {@code trim} doesn't ask whether the pipe is drained.
 */
@JCStressTest
@State
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the second is not published yet")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "a message was overwritten or not found")
public class LogTrimTest {
  private static final byte[] FIRST = Bodies.of(Bodies.A, 1000);
  private static final byte[] OTHERS = Bodies.of(Bodies.C, 2000);
  private static final byte[] SECOND = Bodies.of(Bodies.B, 100);

  private final ChunkPool pool = Bodies.pool();
  private final Log log = new Log(pool, 0, 0);
  private final Log other = new Log(pool, 0, 0);

  /** One message is there. */
  public LogTrimTest() {
    Bodies.append(log, FIRST, false);
  }

  /** Gives the memory back, has another pipe use it, and sends again. */
  @Actor
  public void writer() {
    if (log.trim()) {
      Bodies.append(other, OTHERS, false);
    }
    Bodies.append(log, SECOND, false);
  }

  /** Receives both. */
  @Actor
  public void reader(II_Result result) {
    result.r1 = Bodies.take(log, FIRST, false);
    result.r2 = Bodies.take(log, SECOND, false);
  }
}
