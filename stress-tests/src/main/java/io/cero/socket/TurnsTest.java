package io.cero.socket;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Calls of a shared socket take turns: what one has written the next one sees, up to the last look
 * on the way out.
 *
 * <p>The hole: somebody comes in while somebody hands on.
 *
 * <p>Fails when {@code exit} unlocks before it hands on.
 */
@JCStressTest
@State
@Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "one after another")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "two at a time")
public class TurnsTest {
  private final SharedInside inside = new SharedInside();
  private int calls;

  /** Somebody waits, so that there is something to hand on. */
  public TurnsTest() {
    inside.turns.enter();
    inside.turns.join(true);
    call();
  }

  private void call() {
    int before = calls;
    calls = before + 1;
    inside.turns.exit();
  }

  /** Calls. */
  @Actor
  public void one() {
    inside.turns.enter();
    call();
  }

  /** Calls too. */
  @Actor
  public void other() {
    inside.turns.enter();
    call();
  }

  /** Counts the calls, and the looks on the way out. */
  @Arbiter
  public void end(II_Result result) {
    result.r1 = calls;
    result.r2 = inside.looks;
  }
}
