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
 * A caller that leaves while the I/O thread takes the reactor for good leaves it in time, or wakes
 * the I/O thread once more.
 *
 * <p>Fails when {@code leaveAsCaller} looks whether it is the end before it leaves, or not at all.
 */
@JCStressTest
@State
@Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "taken at once")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "woken")
@Outcome(
    id = "true, false",
    expect = FORBIDDEN,
    desc = "the I/O thread waits for a reactor that is free")
public class StopAsACallerLeavesTest {
  private final HandOver handOver = new HandOver();

  /** A caller drives. */
  public StopAsACallerLeavesTest() {
    handOver.tryDriveAsCaller();
  }

  /** Ends it, takes it, and goes to park if that failed. */
  @Actor
  public void ioThread(ZZ_Result result) {
    handOver.stop();
    result.r1 = !handOver.tryDriveAsIoThread();
  }

  /** Leaves. */
  @Actor
  public void caller(ZZ_Result result) {
    result.r2 = handOver.leaveAsCaller() == Wake.IO_THREAD;
  }
}
