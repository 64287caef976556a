package io.cero.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A signal keeps the waiting thread from selecting, or wakes its selector.
 *
 * <p>Fails when {@code signal} does not wake the selector, and when {@code beginSelecting}
 * announces itself with a plain write instead of a compare-and-set.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "signalled before it selects")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "selects over a signal")
public class WaiterSelectTest {
  private final WakenSelector selector = new WakenSelector();
  private final Waiter waiter = new Waiter();

  /** Goes to select. */
  @Actor
  public void waiting(ZZ_Result result) {
    result.r1 = waiter.beginSelecting(selector);
  }

  /** Signals. */
  @Actor
  public void signalling() {
    waiter.signal();
  }

  /** Looks whether it was woken. */
  @Arbiter
  public void end(ZZ_Result result) {
    result.r2 = selector.isWoken();
  }
}
