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
 * A message goes beyond the memory while the one before it is read: it comes back, whoever is
 * second.
 *
 * <p>The hole: the sender's mover finds no room, and the reader nobody who waits for it.
 *
 * <p>Fails when {@code OverflowMover} leaves without {@code awaitRoomInMemory}, and when {@code
 * append} wakes nobody.
 */
@JCStressTest
@State
@Outcome(id = "1, 1, false", expect = ACCEPTABLE, desc = "both came, and all is over")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "a message beyond memory that has room")
public class OverflowRoomTest {
  private static final byte[] FIRST = Bodies.of(Bodies.A, 8);
  private static final byte[] SECOND = Bodies.of(Bodies.B, 8);

  private final OverflowLog log = Overflows.log();

  /** The mark is reached. */
  public OverflowRoomTest() {
    Bodies.append(log, FIRST, false);
  }

  /** Sends past it. */
  @Actor
  public void sender() {
    Bodies.append(log, SECOND, false);
  }

  /** Makes room. */
  @Actor
  public void reader(IIZ_Result result) {
    result.r1 = Bodies.take(log, FIRST, false);
  }

  /** Reads what came back. */
  @Arbiter
  public void end(IIZ_Result result) {
    result.r2 = Bodies.take(log, SECOND, false);
    result.r3 = log.isOverflowing();
  }
}
