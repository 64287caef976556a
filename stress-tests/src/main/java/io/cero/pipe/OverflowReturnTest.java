package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/**
 * The mover brings the last message back and hands the log over while the sender appends another:
 * the order is kept, one of them writes the log, and nothing is left behind.
 *
 * <p>The hole: the sender adds to what the mover believes to be empty, or writes the log in front
 * of what the mover has not copied yet.
 *
 * <p>Fails when {@code append} goes to memory as soon as that has room.
 */
@JCStressTest
@State
@Outcome(id = "1, 1, false", expect = ACCEPTABLE, desc = "both came in order, and all is over")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "lost, torn, out of order or left behind")
public class OverflowReturnTest {
  private static final byte[] FIRST = Bodies.of(Bodies.A, 8);
  private static final byte[] SECOND = Bodies.of(Bodies.B, 8);
  private static final byte[] THIRD = Bodies.of(Bodies.C, 8);

  private final OverflowLog log = Overflows.log();
  private int first;

  /** One message in memory, one beyond. */
  public OverflowReturnTest() {
    Bodies.append(log, FIRST, false);
    Bodies.append(log, SECOND, false);
  }

  /** Sends another. */
  @Actor
  public void sender() {
    Bodies.append(log, THIRD, false);
  }

  /** Makes room, and becomes the mover unless the sender is. */
  @Actor
  public void reader() {
    first = Bodies.take(log, FIRST, false);
  }

  /** Reads what came back. */
  @Arbiter
  public void end(IIZ_Result result) {
    result.r1 = first & Bodies.take(log, SECOND, false);
    result.r2 = Bodies.take(log, THIRD, false);
    result.r3 = log.isOverflowing();
  }
}
