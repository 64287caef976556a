package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/**
 * The log ends within a message that has begun beyond the memory: the message counts once, with all
 * its bytes, and nothing stays there.
 *
 * <p>The hole: its beginning is given up, and its end is taken for another message, or for none.
 *
 * <p>Fails when {@code appendBeyond} takes what follows the end for a message's beginning.
 */
@JCStressTest
@State
@Outcome(id = "false, 2, 50", expect = ACCEPTABLE, desc = "given up, and counted")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "files that nobody deletes, or a miscount")
public class OverflowEndWithinTest {
  private static final byte[] BODY = Bodies.of(Bodies.A, 8);

  private final OverflowLog log = Overflows.log();

  /** The mark is reached, and a message of several frames has begun. */
  public OverflowEndWithinTest() {
    Bodies.append(log, BODY, false);
    Bodies.append(log, BODY, true);
    Bodies.append(log, BODY, true);
  }

  /** Sends its end. */
  @Actor
  public void sender() {
    Bodies.append(log, BODY, true);
    Bodies.append(log, BODY, false);
  }

  /** Will not read any more. */
  @Actor
  public void transport() {
    log.end();
  }

  /** Looks what has become of it. */
  @Arbiter
  public void end(ZII_Result result) {
    result.r1 = log.isOverflowing();
    result.r2 = (int) new Outlet(log).unwritten();
    result.r3 = (int) log.publishedBytes();
  }
}
