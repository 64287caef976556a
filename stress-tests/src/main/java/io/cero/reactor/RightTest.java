package io.cero.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Work that somebody left is done by somebody, and never by two at once.
 *
 * <p>The holes: a try fails because of a holder that has looked for the last time; the holder goes
 * once more but does not see what was left; two hold the right.
 *
 * <p>The work is written plainly, so only the right carries it. Fails when {@code release} gives
 * the right up without looking at the note. That a second note carries its author's writes cannot
 * be seen to fail on x86, where a compare-and-set that fails is a fence too.
 */
@JCStressTest
@State
@Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "all three done, alone")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "work left behind, or two at once")
public class RightTest {
  private final Right right = new Right();
  private int left1;
  private int left2;
  private int left3;

  // The holder's.
  private int inside;
  private int clashes;
  private int done1;
  private int done2;
  private int done3;

  private void work() {
    if (right.tryAcquire()) {
      do {
        if (inside++ != 0) {
          clashes++;
        }
        done1 = left1;
        done2 = left2;
        done3 = left3;
        inside--;
      } while (!right.release());
    }
  }

  /** Leaves work. */
  @Actor
  public void one() {
    left1 = 1;
    work();
  }

  /** Leaves work twice, perhaps a note on a note. */
  @Actor
  public void two() {
    left2 = 1;
    work();
    left3 = 1;
    work();
  }

  /** Looks what was done. */
  @Arbiter
  public void end(IIII_Result result) {
    result.r1 = done1;
    result.r2 = done2;
    result.r3 = done3;
    result.r4 = clashes + inside;
  }
}
