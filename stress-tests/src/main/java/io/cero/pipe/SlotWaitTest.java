package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A reader that goes to wait and a writer that fills the slot: one of them sees the other.
 *
 * <p>Fails when {@code awaitMessage} looks for the message before it says that it waits.
 */
@JCStressTest
@State
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "the reader found the message")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the reader waits and is told")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "told although it found the message")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "it waits for ever")
public class SlotWaitTest {
  private static final byte[] BODY = Bodies.of(Bodies.A, 8);

  private final Slot slot = new Slot();

  /** Goes to wait. */
  @Actor
  public void reader(ZZ_Result result) {
    result.r1 = slot.awaitMessage();
  }

  /** Publishes. */
  @Actor
  public void writer(ZZ_Result result) {
    Bodies.append(slot, BODY, false);
    result.r2 = slot.takeReaderWaiting();
  }
}
