package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * The first message goes beyond the memory while the log ends: it is given up and counted, and
 * nothing stays there.
 *
 * <p>The holes: the end finds nothing to give up, and the sender does not see the end; a message
 * that the sender leaves behind because of the end is in no count.
 *
 * <p>Fails when {@code append} forgets what was not taken.
 */
@JCStressTest
@State
@Outcome(id = "false, 2", expect = ACCEPTABLE, desc = "given up, and counted")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "files that nobody deletes, or a miscount")
public class OverflowEndTest {
  private static final byte[] BODY = Bodies.of(Bodies.A, 8);

  private final OverflowLog log = Overflows.log();

  /** The mark is reached. */
  public OverflowEndTest() {
    Bodies.append(log, BODY, false);
  }

  /** Sends past it. */
  @Actor
  public void sender() {
    Bodies.append(log, BODY, false);
  }

  /** Will not read any more. */
  @Actor
  public void transport() {
    log.end();
  }

  /** Looks what has become of it. */
  @Arbiter
  public void end(ZI_Result result) {
    result.r1 = log.isOverflowing();
    result.r2 = (int) new Outlet(log).unwritten();
  }
}
