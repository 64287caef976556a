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
 * The bytes that leave are the bytes that were sent, though the writer goes back to the start of
 * its segment as soon as all of them are written.
 *
 * <p>The holes: the writer overwrites what is still to be written; the outlet goes on behind the
 * last message and misses the jump.
 *
 * <p>Fails when {@code isDrained} always says yes, and when {@code Outlet.refresh} doesn't jump.
 */
@JCStressTest
@State
@Outcome(id = "true, 2", expect = ACCEPTABLE, desc = "all bytes in order")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "overwritten or missed")
public class OutletStartOverTest {
  private static final int FIRST = ChunkPool.SMALL - 60;
  private static final int SECOND = 100;
  private static final byte[] FIRST_BODY = Bodies.of(Bodies.A, FIRST);
  private static final byte[] SECOND_BODY = Bodies.of(Bodies.B, SECOND);

  private final Log log = new Log(Bodies.pool(), 0, 0);
  private final Outlet outlet = new Outlet(log);
  private final Sink sink = new Sink(9 + FIRST + 2 + SECOND, 3000);

  /** One message fills the first chunk. */
  public OutletStartOverTest() {
    Bodies.append(log, FIRST_BODY, false);
  }

  /** Sends what does not fit behind it. */
  @Actor
  public void writer() {
    Bodies.append(log, SECOND_BODY, false);
  }

  /** Writes, in parts. */
  @Actor
  public void flusher() {
    for (int i = 0; i < 3; i++) {
      sink.takeFrom(outlet);
    }
  }

  /** Writes the rest and compares. */
  @Arbiter
  public void end(ZI_Result result) {
    for (int i = 0; i < 3; i++) {
      sink.takeFrom(outlet);
    }
    boolean right = sink.count() == 9 + FIRST + 2 + SECOND;
    for (int i = 9; i < 9 + FIRST; i++) {
      right &= sink.at(i) == Bodies.A;
    }
    for (int i = 9 + FIRST + 2; i < sink.count(); i++) {
      right &= sink.at(i) == Bodies.B;
    }
    result.r1 = right;
    result.r2 = (int) log.consumed();
  }
}
