package io.cero.socket;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cero.reactor.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The first of two who wait for a message of a shared socket gives up as it comes: the second is
 * woken.
 *
 * <p>The hole: the message signals the first, who does not want it any more, and nobody tells the
 * second.
 *
 * <p>Fails when {@code exit} does not hand on, and when {@code part} leaves signals with who has
 * left.
 */
@JCStressTest
@State
@Outcome(id = "true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "false", expect = FORBIDDEN, desc = "it waits beside its message")
public class TurnsPartTest {
  private final SharedInside inside = new SharedInside();
  private final Waiter first;
  private final Waiter second;

  /** Two wait. */
  public TurnsPartTest() {
    inside.turns.enter();
    first = inside.turns.join(true);
    second = inside.turns.join(true);
    inside.turns.exit();
  }

  /** Gives up. */
  @Actor
  public void first() {
    inside.turns.enter();
    inside.turns.part(first, true);
    inside.turns.exit();
  }

  /** Brings the message. */
  @Actor
  public void transport() {
    inside.comes();
  }

  /** Looks whether the second was told. */
  @Arbiter
  public void end(Z_Result result) {
    result.r1 = second.isSignalled();
  }
}
