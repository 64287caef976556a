package io.cero.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * A tail lies on the stack of entered tails at most once, and one that is entered after it was
 * popped lies there again.
 *
 * <p>The holes: two entries make the stack's link point to itself; an entry is taken for one that
 * the I/O thread has popped already.
 *
 * <p>Fails when {@code enter} always says yes, and when {@code popped} does nothing.
 */
@JCStressTest
@State
@Outcome(id = "1, true", expect = ACCEPTABLE, desc = "entered once more")
@Outcome(id = "0, true", expect = ACCEPTABLE, desc = "entered before it was popped: seen by that")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "entered twice, or work not seen")
public class TailEntryTest {
  private final Tail tail =
      new Tail() {
        @Override
        protected boolean onLook() {
          return false;
        }
      };

  private volatile boolean published;
  private boolean seen;
  private int entries;

  /** It lies on the stack. */
  public TailEntryTest() {
    tail.enter();
  }

  /** Publishes, and enters it. */
  @Actor
  public void publisher() {
    published = true;
    if (tail.enter()) {
      entries++;
    }
    if (tail.enter()) {
      entries++;
    }
  }

  /** Pops it, and looks. */
  @Actor
  public void looker() {
    tail.popped();
    seen = published;
  }

  /** The work was seen, or the tail lies there again. */
  @Arbiter
  public void end(IZ_Result result) {
    result.r1 = entries;
    result.r2 = seen || entries == 1;
  }
}
