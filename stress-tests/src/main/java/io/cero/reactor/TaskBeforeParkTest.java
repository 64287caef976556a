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
 * A task that is posted while the I/O thread goes to park, and nobody drives, is seen by it, or the
 * I/O thread is woken.
 *
 * <p>Fails when {@code beginLooking} looks at the tasks before it announces itself, and when {@code
 * post} looks before it adds.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "seen before it parks")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "parks over a task")
public class TaskBeforeParkTest {
  private final HandOver handOver = new HandOver();

  /** Goes to park. */
  @Actor
  public void ioThread(ZZ_Result result) {
    result.r1 = handOver.beginLooking();
  }

  /** Leaves a task. */
  @Actor
  public void poster(ZZ_Result result) {
    result.r2 = handOver.post(() -> {}) == Wake.IO_THREAD;
  }
}
