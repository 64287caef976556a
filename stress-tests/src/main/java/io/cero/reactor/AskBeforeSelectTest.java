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
 * A caller that asks for the reactor while the I/O thread goes to select is seen by it, or the
 * selector is woken.
 *
 * <p>Fails when {@code beginSelecting} looks at the wish before it announces itself, and when
 * {@code ask} looks before it wishes.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "seen before it blocks")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "the I/O thread keeps the reactor")
public class AskBeforeSelectTest {
  private final HandOver handOver = new HandOver();

  private final Waiter waiter = new Waiter();

  /** The I/O thread drives. */
  public AskBeforeSelectTest() {
    handOver.tryDriveAsIoThread();
  }

  /** Goes to select. */
  @Actor
  public void driver(ZZ_Result result) {
    result.r1 = handOver.beginSelecting(true);
  }

  /** Asks. */
  @Actor
  public void caller(ZZ_Result result) {
    result.r2 = handOver.ask(waiter) == Wake.SELECTOR;
  }
}
