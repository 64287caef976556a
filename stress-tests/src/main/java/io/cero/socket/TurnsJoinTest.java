package io.cero.socket;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cero.reactor.Waiter;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A call of a shared socket that goes outside to wait, and the message that it waits for: it sees
 * the message, or is woken.
 *
 * <p>The hole: the message signals who waited before, and the call looks before the message.
 *
 * <p>Fails when {@code join} does not have signals go to the first who waits.
 */
@JCStressTest
@State
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, .*", expect = ACCEPTABLE, desc = "seen")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "it waits beside its message")
public class TurnsJoinTest {
  private final SharedInside inside = new SharedInside();
  private Waiter mine;

  /** Looks, and goes outside. */
  @Actor
  public void receiver(ZZ_Result result) {
    inside.turns.enter();
    mine = inside.turns.join(true);
    inside.takeNote();
    result.r1 = inside.canReceive();
    inside.turns.exit();
  }

  /** Brings the message. */
  @Actor
  public void transport() {
    inside.comes();
  }

  /** Looks whether it was told. */
  @Arbiter
  public void end(ZZ_Result result) {
    result.r2 = Objects.requireNonNull(mine).isSignalled();
  }
}
