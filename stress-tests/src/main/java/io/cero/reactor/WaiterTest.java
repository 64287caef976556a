package io.cero.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * A signal ends the sleep that it finds, or prevents the one that would follow.
 *
 * <p>The hole: the signal comes between the last look at the token and the sleep.
 *
 * <p>Slept through means: asleep for {@link #LONG} although the signal had returned half of that
 * before. Fails when {@code park} announces itself with a plain write instead of a compare-and-set.
 */
@JCStressTest
@State
@Outcome(id = "true", expect = ACCEPTABLE, desc = "woken, or never asleep")
@Outcome(id = "false", expect = FORBIDDEN, desc = "slept through the signal")
public class WaiterTest {
  private static final long LONG = 2_000_000_000L;

  private final Waiter waiter = new Waiter();
  private volatile long given;

  /** Waits for the token. */
  @Actor
  public void waiting(Z_Result result) {
    boolean woken = true;
    while (woken && !waiter.take()) {
      long before = System.nanoTime();
      waiter.park(LONG);
      long now = System.nanoTime();
      woken = now - before < LONG || given == 0 || now - given < LONG / 2;
    }
    result.r1 = woken;
  }

  /** Gives it. */
  @Actor
  public void signalling() {
    waiter.signal();
    given = System.nanoTime();
  }
}
