package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * What a lost connection leaves is never more than it turns out to be, nor is more told as written
 * than was.
 *
 * <p>The hole: the counts are a message ahead of the position, or behind it, as their writer is
 * between the two.
 *
 * <p>Fails when {@code Outlet.rest} takes what is counted for what is written.
 */
@JCStressTest
@State
@Outcome(id = "true, 3", expect = ACCEPTABLE, desc = "never too many, and right in the end")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "told and not so")
public class OutletRestTest {
  private static final int FRAME = 10;
  private static final byte[] BODY = Bodies.of(Bodies.A, FRAME - 2);

  private final Log log = new Log(Bodies.pool(), 0, 0);
  private final Outlet outlet = new Outlet(log);
  private final Sink sink = new Sink(3 * FRAME, FRAME + 4);
  private boolean right = true;

  /** Sends three messages. */
  @Actor
  public void writer() {
    for (int i = 0; i < 3; i++) {
      Bodies.append(log, BODY, false);
    }
  }

  /** Writes one of them and a part, and loses the connection. */
  @Actor
  public void driver() {
    sink.takeFrom(outlet);
    outlet.rewind();
    int written = sink.count() / FRAME;
    right = log.consumed() <= written && written + outlet.unwritten() <= 3;
  }

  /** Counts all there is. */
  @Arbiter
  public void end(ZI_Result result) {
    outlet.rewind();
    result.r1 = right && log.consumed() == sink.count() / FRAME;
    result.r2 = (int) (log.consumed() + outlet.unwritten());
  }
}
