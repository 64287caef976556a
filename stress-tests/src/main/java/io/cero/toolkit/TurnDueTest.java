package io.cero.toolkit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * What is to be done when a turn becomes due is done by the turn under way, or by another, and by
 * one at a time.
 *
 * <p>The hole: it is written after the turn's look, and due before the turn rests, so that nobody
 * looks again. Fails when {@code Turn.run} rests by a plain write, and when it takes the turn after
 * its look.
 */
@JCStressTest
@State
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "done, by one at a time")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "not done, or by two at once")
public class TurnDueTest {
  private final Queue<Runnable> handedIn = new ConcurrentLinkedQueue<>();
  private final Turn turn = new Turn(handedIn::add, this::work);
  private volatile boolean asked;
  private volatile boolean done;
  private volatile boolean working;
  private boolean alone = true;

  /** A turn is due already. */
  public TurnDueTest() {
    turn.due();
  }

  private boolean work() {
    alone &= !working;
    working = true;
    if (asked) {
      done = true;
    }
    working = false;
    return false;
  }

  private void runAll() {
    for (Runnable task = handedIn.poll(); task != null; task = handedIn.poll()) {
      task.run();
    }
  }

  /** Asks for something, and is a thread of the executor then. */
  @Actor
  public void asking() {
    asked = true;
    turn.due();
    runAll();
  }

  /** Is another thread of the executor. */
  @Actor
  public void running() {
    runAll();
  }

  /** Does what is left. */
  @Arbiter
  public void end(ZZ_Result result) {
    runAll();
    result.r1 = done;
    result.r2 = alone;
  }
}
