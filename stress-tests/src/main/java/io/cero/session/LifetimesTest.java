package io.cero.session;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Closing waits for the last of what is alive, and no longer.
 *
 * <p>The hole: the last one ends between the look at the count and the sleep.
 *
 * <p>Fails when {@code awaitNone} names the waiting thread after it has looked at the count.
 */
@JCStressTest
@State
@Outcome(id = "true", expect = ACCEPTABLE, desc = "it knew at once")
@Outcome(id = "false", expect = FORBIDDEN, desc = "it slept over the end of the last one")
public class LifetimesTest {
  private static final long LONG = 2_000_000_000L;

  private final Lifetimes lifetimes = new Lifetimes();
  private volatile long ended;

  /** Two live. */
  public LifetimesTest() {
    lifetimes.begin();
    lifetimes.begin();
  }

  /** Both end. */
  @Actor
  public void reactor() {
    lifetimes.end();
    lifetimes.end();
    ended = System.nanoTime();
  }

  /** Waits for that. */
  @Actor
  public void closing(Z_Result result) {
    long before = System.nanoTime();
    boolean none = lifetimes.awaitNone(LONG);
    long now = System.nanoTime();
    boolean slept = now - before >= LONG && ended != 0 && now - ended >= LONG / 2;
    result.r1 = none && !slept;
  }
}
