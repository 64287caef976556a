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
 * A task that is posted while a driving caller leaves, and the I/O thread runs, is seen by the one
 * or the other: by the caller that leaves, or by the I/O thread when it goes to park after that.
 *
 * <p>Fails when {@code leaveAsCaller} looks at the tasks before it leaves, and when {@code
 * beginLooking} forgets them.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "seen before it parks")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "parks over a task")
public class TaskBeforeLeaveTest {
  private final HandOver handOver = new HandOver();

  /** A caller drives. */
  public TaskBeforeLeaveTest() {
    handOver.tryDriveAsCaller();
  }

  /** Leaves a task; then the I/O thread goes to park. */
  @Actor
  public void ioThread(ZZ_Result result) {
    handOver.post(() -> {});
    result.r1 = handOver.beginLooking();
  }

  /** Leaves. */
  @Actor
  public void caller(ZZ_Result result) {
    result.r2 = handOver.leaveAsCaller() == Wake.IO_THREAD;
  }
}
