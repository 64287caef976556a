package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Frames of a message that is given up are never seen, though they ran on into another segment,
 * which sealed the first one for a while.
 *
 * <p>The hole: the reader follows the seal into a segment that is dropped, or reads on where the
 * dropped frames lay.
 *
 * <p>Fails when {@code rollback} leaves the link and the seal of the segment where the message
 * began.
 */
@JCStressTest
@State
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the second is not published yet")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "a dropped frame was seen, or a message not")
public class LogRollbackTest {
  private static final byte[] FIRST = Bodies.of(Bodies.A, 1000);
  private static final byte[] DROPPED = Bodies.of(Bodies.C, 2000);
  // Ends behind the seal that the dropped frames have left.
  private static final byte[] SECOND = Bodies.of(Bodies.B, 2040);

  private final Log log = new Log(Bodies.pool(), 0, 0);

  /** One message is there. */
  public LogRollbackTest() {
    log.pool.give(ByteBuffer.allocate(ChunkPool.MEDIUM));
    Bodies.append(log, FIRST, false);
  }

  /** Gives a message up and sends another. */
  @Actor
  public void writer() {
    Bodies.append(log, DROPPED, true);
    Bodies.append(log, DROPPED, true);
    log.rollback();
    Bodies.append(log, SECOND, false);
  }

  /** Receives two. */
  @Actor
  public void reader(II_Result result) {
    result.r1 = Bodies.take(log, FIRST, false);
    result.r2 = Bodies.take(log, SECOND, false);
  }
}
