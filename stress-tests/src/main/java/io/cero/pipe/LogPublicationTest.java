package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A message is there whole or not at all: who sees its count sees its bytes, its segment and the
 * jump to it, and a multipart message comes with all its frames.
 *
 * <p>The hole: the count is seen before the header, the body or the first segment is.
 *
 * <p>Fails when {@code append} publishes after the first frame of a message instead of the last.
 */
@JCStressTest
@State
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not published yet")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both frames")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "a part of a message, or a torn one")
public class LogPublicationTest {
  private static final byte[] FIRST = Bodies.of(Bodies.A, 40);
  private static final byte[] LAST = Bodies.of(Bodies.B, 400);

  private final Log log = new Log(Bodies.pool(), 0, 0);

  /** Sends two frames. */
  @Actor
  public void writer() {
    Bodies.append(log, FIRST, true);
    Bodies.append(log, LAST, false);
  }

  /** Receives them if the message is there. */
  @Actor
  public void reader(II_Result result) {
    result.r1 = Bodies.take(log, FIRST, true);
    if (result.r1 == Bodies.WHOLE) {
      result.r2 = Bodies.take(log, LAST, false);
    }
  }
}
