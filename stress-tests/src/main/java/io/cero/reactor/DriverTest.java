package io.cero.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * One thread at a time drives, and the next sees what it did.
 *
 * <p>The turns are counted plainly, so only the right to drive carries them. Fails when the right
 * is taken by a plain write instead of a compare-and-set.
 */
@JCStressTest
@State
@Outcome(id = "0, true", expect = ACCEPTABLE, desc = "every turn counted, one at a time")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "two at once")
public class DriverTest {
  private final HandOver handOver = new HandOver();
  private int turns;
  private int turnsOfCaller;
  private int turnsOfIoThread;
  private boolean inside;
  private boolean clashed;

  private void turn() {
    clashed |= inside;
    inside = true;
    turns++;
    inside = false;
  }

  /** Drives as a caller. */
  @Actor
  public void caller() {
    for (int i = 0; i < 3; i++) {
      if (handOver.tryDriveAsCaller()) {
        turn();
        turnsOfCaller++;
        handOver.leaveAsCaller();
      }
    }
  }

  /** Drives as the I/O thread. */
  @Actor
  public void ioThread() {
    for (int i = 0; i < 3; i++) {
      if (handOver.tryDriveAsIoThread()) {
        turn();
        turnsOfIoThread++;
        handOver.leaveAsIoThread();
      }
    }
  }

  /** Counts. */
  @Arbiter
  public void end(IZ_Result result) {
    result.r1 = turns - turnsOfCaller - turnsOfIoThread;
    result.r2 = !clashed;
  }
}
