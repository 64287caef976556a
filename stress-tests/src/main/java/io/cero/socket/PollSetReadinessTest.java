package io.cero.socket;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * What happens to a watched thing while it is being polled is found by that poll or by the next.
 *
 * <p>The hole: the thing is examined before it is ready, and stirred before it is taken off the
 * list, so that it is ready and on no list.
 *
 * <p>It lies on the list at first, as after a stir that was for nothing. A stir that finds it there
 * writes nothing, so what makes a thing ready must be a volatile or atomic write, as everywhere it
 * is. Fails when {@code Watched.unlist} comes after the look, and when {@code ready} is plain.
 */
@JCStressTest
@State
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "found at once, and again")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "found by the next poll")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "ready, and never found")
public class PollSetReadinessTest {
  private final PollSet set = new PollSet();
  private volatile boolean ready;

  private final Watched watched =
      new Watched(set) {
        @Override
        boolean examine() {
          return ready;
        }

        @Override
        void forget() {}

        @Override
        void detach() {}
      };

  /** It is listed. */
  public PollSetReadinessTest() {
    watched.stir();
  }

  private boolean poll() {
    return !set.poll(0, () -> {}).isEmpty();
  }

  /** Makes it ready. */
  @Actor
  public void changing() {
    ready = true;
    watched.stir();
  }

  /** Polls. */
  @Actor
  public void polling(ZZ_Result result) {
    result.r1 = poll();
  }

  /** Polls again. */
  @Arbiter
  public void end(ZZ_Result result) {
    result.r2 = poll();
  }
}
