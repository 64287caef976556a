package io.cero.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cero.reactor.HandOver.Wake;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A caller that leaves while the I/O thread falls asleep is noticed by it, or wakes it.
 *
 * <p>The hole: nobody drives, and the I/O thread sleeps without an end.
 *
 * <p>Fails when {@code beginSleeping} looks at the driver before it announces itself, and when
 * {@code leaveAsCaller} looks before it leaves.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "noticed before it sleeps")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "nobody drives")
public class LeaveBeforeSleepTest {
  private final HandOver handOver = new HandOver();

  /** A caller drives. */
  public LeaveBeforeSleepTest() {
    handOver.tryDriveAsCaller();
  }

  /** Falls asleep. */
  @Actor
  public void ioThread(ZZ_Result result) {
    result.r1 = handOver.beginSleeping();
  }

  /** Leaves. */
  @Actor
  public void caller(ZZ_Result result) {
    result.r2 = handOver.leaveAsCaller() == Wake.IO_THREAD;
  }
}
