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
 * A tail that is entered while the I/O thread goes to select is seen by it, or the selector is
 * woken.
 *
 * <p>Fails when {@code beginSelecting} looks at the tails before it announces itself, and when
 * {@code enter} looks before it pushes.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "seen before it blocks")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "selects over a tail")
public class TailBeforeSelectTest {
  private final HandOver handOver = new HandOver();
  private final Tail tail =
      new Tail() {
        @Override
        protected boolean onLook() {
          return false;
        }
      };

  /** The I/O thread drives. */
  public TailBeforeSelectTest() {
    handOver.tryDriveAsIoThread();
  }

  /** Goes to select. */
  @Actor
  public void driver(ZZ_Result result) {
    result.r1 = handOver.beginSelecting(true);
  }

  /** Leaves a tail. */
  @Actor
  public void publisher(ZZ_Result result) {
    result.r2 = handOver.enter(tail) == Wake.SELECTOR;
  }
}
