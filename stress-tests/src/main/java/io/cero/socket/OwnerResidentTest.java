package io.cero.socket;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/**
 * A thread that goes in and out as the resident, and one that visits meanwhile.
 *
 * <p>The holes: both are inside at a time; what one did inside is not seen by the next; somebody
 * left and still seems to be inside.
 *
 * <p>Fails when the visitor ends a residence without the barrier. That the resident looks again
 * after it went in is not seen to fail here when it is left out: compiled code has no safepoint
 * between its two looks.
 */
@JCStressTest
@State
@Outcome(id = "false, false, true", expect = ACCEPTABLE, desc = "one at a time")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "two at a time, something unseen, or never left")
public class OwnerResidentTest {
  private static final int TURNS = 40;

  private final Owner owner = new Owner(2);
  private volatile boolean first;
  private volatile boolean second;
  private boolean overlapped;
  private int turns;
  private int entered;
  private int visited;

  /** Becomes the resident at its third turn. */
  @Actor
  public void resident() {
    for (int i = 0; i < TURNS; i++) {
      if (owner.tryEnter()) {
        turns++;
        entered++;
        first = true;
        overlapped |= second;
        first = false;
        owner.exit();
      }
    }
  }

  /** Comes now and then, and becomes the resident only if it is alone. */
  @Actor
  public void visitor() {
    for (int i = 0; i < 2; i++) {
      if (owner.tryEnter()) {
        turns++;
        visited++;
        second = true;
        overlapped |= first;
        second = false;
        owner.exit();
      }
    }
  }

  /** Counts, and goes in once more. */
  @Arbiter
  public void end(ZZZ_Result result) {
    result.r1 = overlapped;
    result.r2 = turns != entered + visited;
    result.r3 = owner.tryEnter();
  }
}
