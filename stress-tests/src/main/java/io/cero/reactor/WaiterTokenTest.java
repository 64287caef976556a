package io.cero.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Who takes the token and then looks for work sees the work of everybody whose signal it was, or
 * finds a new token afterwards.
 *
 * <p>The hole: a signal that finds the token lying there does nothing, and its work is missed by
 * the thread that has just taken the token and looked.
 *
 * <p>Fails when the waiting thread takes the token after it has looked.
 */
@JCStressTest
@State
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "seen, and no token is left")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "seen, and there will be a look in vain")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "not seen yet; the token is there")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "work without a token")
public class WaiterTokenTest {
  private final Waiter waiter = new Waiter();
  private volatile boolean work;

  /** A token lies there. */
  public WaiterTokenTest() {
    waiter.signal();
  }

  /** Takes the token, and looks. */
  @Actor
  public void waiting(ZZ_Result result) {
    waiter.take();
    result.r1 = work;
  }

  /** Leaves work, and signals. */
  @Actor
  public void signalling() {
    work = true;
    waiter.signal();
  }

  /** Looks for a token. */
  @Arbiter
  public void end(ZZ_Result result) {
    result.r2 = waiter.isSignalled();
  }
}
