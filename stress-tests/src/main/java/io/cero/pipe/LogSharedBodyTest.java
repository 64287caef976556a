package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A body by reference arrives as it was, and its hook runs once: not while it is read, and not
 * twice though both the reader and the writer give memory up.
 *
 * <p>Fails when {@code Segment.release} forgets that it ran.
 */
@JCStressTest
@State
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "read by the arbiter only")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the second was not published yet")
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "both")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "torn, or the hook ran not once")
public class LogSharedBodyTest {
  private static final byte[] SHARED = Bodies.of(Bodies.A, Log.SHARED);
  private static final byte[] SECOND = Bodies.of(Bodies.B, 100);
  private static final ByteBuffer BODY = ByteBuffer.wrap(SHARED).asReadOnlyBuffer();

  private final Log log = new Log(Bodies.pool(), 0, 0);
  private int released;

  /** Sends one by reference and one by value. */
  @Actor
  public void writer() {
    log.append(new Outgoing().set(BODY.duplicate(), () -> released++), false);
    Bodies.append(log, SECOND, false);
  }

  /** Receives what is there. */
  @Actor
  public void reader(III_Result result) {
    result.r1 = Bodies.take(log, SHARED, false);
    result.r2 = result.r1 == Bodies.ABSENT ? 0 : Bodies.take(log, SECOND, false);
  }

  /** Receives the rest and gives the memory up once more. */
  @Arbiter
  public void end(III_Result result) {
    if (result.r1 == Bodies.ABSENT) {
      Bodies.take(log, SHARED, false);
    }
    if (result.r2 == Bodies.ABSENT) {
      Bodies.take(log, SECOND, false);
    }
    log.trim();
    result.r3 = released;
  }
}
