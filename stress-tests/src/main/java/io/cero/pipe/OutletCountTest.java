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
 * Messages count as consumed only when their last byte is written, and once everything is written
 * all of them count.
 *
 * <p>The holes: a position that covers a message more than the count makes that message count
 * early, or never; a writer that believes the count finds the position behind it.
 *
 * <p>Fails when {@code Outlet.refresh} takes the position before the count, and when it doesn't
 * catch up with a count that came later.
 */
@JCStressTest
@State
@Outcome(id = "true, 3", expect = ACCEPTABLE, desc = "every look was right, nothing is forgotten")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "counted early, or never")
public class OutletCountTest {
  private static final int FRAME = 10;
  private static final byte[] BODY = Bodies.of(Bodies.A, FRAME - 2);

  private final Log log = new Log(Bodies.pool(), 0, 0);
  private final Outlet outlet = new Outlet(log);
  private final Sink sink = new Sink(3 * FRAME, FRAME + 4);
  private boolean right = true;

  /** Sends three messages, and looks at what is consumed as it does for room: the count first. */
  @Actor
  public void writer(ZI_Result result) {
    result.r1 = true;
    for (int i = 0; i < 3; i++) {
      Bodies.append(log, BODY, false);
      long count = (long) Log.CONSUMED_MESSAGES.getAcquire(log);
      long position = (long) Log.CONSUMED_POSITION.getAcquire(log);
      result.r1 &= position >= count * FRAME;
    }
  }

  /** Writes some of it, in parts that end within messages. */
  @Actor
  public void flusher() {
    for (int i = 0; i < 3; i++) {
      sink.takeFrom(outlet);
      right &= log.consumed() <= sink.count() / FRAME;
    }
  }

  /** Writes the rest. */
  @Arbiter
  public void end(ZI_Result result) {
    for (int i = 0; i < 6; i++) {
      sink.takeFrom(outlet);
    }
    result.r1 &= right && outlet.isDrained() && sink.count() == 3 * FRAME;
    result.r2 = (int) log.consumed();
  }
}
