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
 * A task that is posted while a driver goes to select is seen by it, or the selector is woken.
 *
 * <p>The hole: the driver looks before the task is there, the poster before the driver selects.
 *
 * <p>Fails when {@code beginSelecting} looks at the tasks before it announces itself, and when
 * {@code post} looks before it adds.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "seen before it blocks")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "selects over a task")
public class TaskBeforeSelectTest {
  private final HandOver handOver = new HandOver();

  /** The I/O thread drives. */
  public TaskBeforeSelectTest() {
    handOver.tryDriveAsIoThread();
  }

  /** Goes to select. */
  @Actor
  public void driver(ZZ_Result result) {
    result.r1 = handOver.beginSelecting(true);
  }

  /** Leaves a task. */
  @Actor
  public void poster(ZZ_Result result) {
    result.r2 = handOver.post(() -> {}) == Wake.SELECTOR;
  }
}
