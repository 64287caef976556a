package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A writer that goes to wait for room and a reader that makes it: one of them sees the other.
 *
 * <p>The hole: the writer looks before the consumption is visible, the reader looks before the flag
 * is.
 *
 * <p>Fails when {@code takeWriterWaiting} looks at the flag without its fence.
 */
@JCStressTest
@State
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "the writer found the room")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the writer waits and is told")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "told although it found the room")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "it waits for ever")
public class LogWaitForRoomTest {
  private static final byte[] BODY = Bodies.of(Bodies.A, 8);

  private final Log log = new Log(Bodies.pool(), 1, 0);
  private boolean told;

  /** The mark is reached. */
  public LogWaitForRoomTest() {
    log.onRoom(() -> told = true);
    Bodies.append(log, BODY, false);
  }

  /** Goes to wait. */
  @Actor
  public void writer(ZZ_Result result) {
    result.r1 = log.awaitRoom();
  }

  /** Makes room. */
  @Actor
  public void reader(ZZ_Result result) {
    Bodies.take(log, BODY, false);
    result.r2 = told;
  }
}
