package io.cero.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A caller that parks while the I/O thread goes to park, and nobody drives, is seen by it, or wakes
 * it.
 *
 * <p>Fails when {@code beginParking} looks before it counts itself, and when {@code beginLooking}
 * looks before it announces itself.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "seen before it parks")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "both park")
public class ParkBesideIoThreadTest {
  private final HandOver handOver = new HandOver();

  /** Goes to park. */
  @Actor
  public void ioThread(ZZ_Result result) {
    result.r1 = handOver.beginLooking();
  }

  /** Parks. */
  @Actor
  public void caller(ZZ_Result result) {
    result.r2 = handOver.beginParking(false) == HandOver.Parking.WAKE_IO_THREAD_AND_PARK;
  }
}
