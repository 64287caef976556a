package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * A slot's reader gets a message whole, never an older one after a newer one, the newest at last;
 * and every message is either read or counted as conflated.
 *
 * <p>Fails when {@code append} stores the message before it has its last frame.
 */
@JCStressTest
@State
@Outcome(id = "(0|1|2), true", expect = ACCEPTABLE, desc = "nothing, the first or the second")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "torn, out of order or lost")
public class SlotTest {
  private static final byte[] FIRST = Bodies.of(Bodies.A, 40);
  private static final byte[] SECOND = Bodies.of(Bodies.B, 40);

  private final Slot slot = new Slot();
  private int last;

  /** Sends two messages of two frames. */
  @Actor
  public void writer() {
    Bodies.append(slot, FIRST, true);
    Bodies.append(slot, FIRST, false);
    Bodies.append(slot, SECOND, true);
    Bodies.append(slot, SECOND, false);
  }

  /** Receives one if there is one. */
  @Actor
  public void reader(IZ_Result result) {
    last = take();
    result.r1 = last;
  }

  /** Receives the rest. */
  @Arbiter
  public void end(IZ_Result result) {
    int rest = take();
    int read = (last == 0 ? 0 : 1) + (rest == 0 ? 0 : 1);
    result.r2 =
        (last == 2 ? rest == 0 : rest == 2)
            && slot.published() == 2
            && slot.consumed() == 2
            && slot.conflated() + read == 2;
  }

  private int take() {
    if (!slot.hasMessage()) {
      return 0;
    }
    Incoming frame = new Incoming();
    slot.read(frame);
    byte[] body = frame.copy();
    boolean whole = frame.more();
    frame.done();
    slot.read(frame);
    whole &= !frame.more() && Arrays.equals(body, frame.copy());
    frame.done();
    if (!whole) {
      return 3;
    }
    return Arrays.equals(body, FIRST) ? 1 : Arrays.equals(body, SECOND) ? 2 : 3;
  }
}
