package io.cero.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cero.reactor.HandOver.Wake;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A tail that is entered while the I/O thread falls asleep is seen by it, or the I/O thread is
 * woken.
 *
 * <p>Fails when {@code beginSleeping} looks at the tails before it announces itself, and when
 * {@code enter} looks before it pushes.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "seen before it sleeps")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "sleeps over a tail")
public class TailBeforeSleepTest {
  private final HandOver handOver = new HandOver();
  private final Tail tail =
      new Tail() {
        @Override
        protected boolean onLook() {
          return false;
        }
      };

  /** A caller drives. */
  public TailBeforeSleepTest() {
    handOver.tryDriveAsCaller();
  }

  /** Falls asleep. */
  @Actor
  public void ioThread(ZZ_Result result) {
    result.r1 = handOver.beginSleeping();
  }

  /** Leaves a tail. */
  @Actor
  public void publisher(ZZ_Result result) {
    result.r2 = handOver.enter(tail) == Wake.IO_THREAD;
  }
}
