package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The byte budget as the mark: whether it is the mark or the budget that is used up, a writer that
 * waits is told before the reader has emptied the pipe.
 *
 * <p>The hole: the reader looks at the flag only now and then, and the pipe is empty before it
 * looks.
 *
 * <p>Fails when {@code messageConsumed} looks at the count alone and not at the bytes.
 */
@JCStressTest
@State
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "the writer found the room")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the writer waits and is told")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "told although it found the room")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "it waits for ever")
public class LogWaitForBytesTest {
  private static final byte[] BODY = Bodies.of(Bodies.A, 48);

  private final Log log = new Log(Bodies.pool(), 100, 150);
  private boolean told;

  /** The budget is used up: three frames of 50 bytes. */
  public LogWaitForBytesTest() {
    log.onRoom(() -> told = true);
    Bodies.append(log, BODY, false);
    Bodies.append(log, BODY, false);
    Bodies.append(log, BODY, false);
  }

  /** Goes to wait. */
  @Actor
  public void writer(ZZ_Result result) {
    result.r1 = log.awaitRoom();
  }

  /** Empties the pipe. */
  @Actor
  public void reader(ZZ_Result result) {
    Bodies.take(log, BODY, false);
    Bodies.take(log, BODY, false);
    Bodies.take(log, BODY, false);
    result.r2 = told;
  }
}
