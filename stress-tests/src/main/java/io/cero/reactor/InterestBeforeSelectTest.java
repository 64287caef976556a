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
 * A key's interest that is changed while a driver goes to select is seen by the selector when it
 * looks at its keys, or the selector is woken.
 *
 * <p>The interest is written plainly, so only the fences carry it. Fails when {@code
 * interestChanged} has none, and when {@code beginSelecting} has neither fence nor volatile write.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "seen before it blocks")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "selects without the interest")
public class InterestBeforeSelectTest {
  private final HandOver handOver = new HandOver();
  private boolean interest;

  /** A caller drives. */
  public InterestBeforeSelectTest() {
    handOver.tryDriveAsCaller();
  }

  /** Goes to select, and looks at the keys. */
  @Actor
  public void driver(ZZ_Result result) {
    boolean mayBlock = handOver.beginSelecting(false);
    result.r1 = mayBlock && !interest;
  }

  /** Changes the interest. */
  @Actor
  public void changing(ZZ_Result result) {
    interest = true;
    result.r2 = handOver.interestChanged() == Wake.SELECTOR;
  }
}
