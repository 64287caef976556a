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
 * A caller that parks while another leaves is seen by the one that leaves, or sees that the reactor
 * is free. The I/O thread is asleep or looks on.
 *
 * <p>Fails when {@code beginParking} looks before it counts itself, and when {@code leaveAsCaller}
 * looks before it leaves.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "does not park")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "parks, and nobody drives")
public class ParkAsACallerLeavesTest {
  private final HandOver handOver = new HandOver();

  /** A caller drives, the I/O thread looks on. */
  public ParkAsACallerLeavesTest() {
    handOver.tryDriveAsCaller();
    handOver.beginLooking();
  }

  /** Parks, unless it has to see to it itself that somebody drives. */
  @Actor
  public void parking(ZZ_Result result) {
    result.r1 = handOver.beginParking(false) == HandOver.Parking.PARK;
  }

  /** Leaves. */
  @Actor
  public void leaving(ZZ_Result result) {
    result.r2 = handOver.leaveAsCaller() == Wake.IO_THREAD;
  }
}
