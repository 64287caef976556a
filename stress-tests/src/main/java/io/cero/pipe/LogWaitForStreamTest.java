package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A reader that goes to wait and a writer that publishes the last message of a stream, without a
 * fence: one of them sees the other.
 *
 * <p>The hole: the reader looks before the message is visible, the writer looks before the flag is.
 *
 * <p>Fails when {@code awaitMessage} does not look on for a writer that streams.
 */
@JCStressTest
@State
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "the reader found the message")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the reader waits and is told")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "told although it found the message")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "it waits for ever")
public class LogWaitForStreamTest {
  private static final byte[] BODY = Bodies.of(Bodies.A, 8);
  private static final int BEFORE = 70;

  private final Log log = new Log(Bodies.pool(), 0, 0);

  /** Enough messages before for the writer to leave out its fence. */
  public LogWaitForStreamTest() {
    log.betweenThreads();
    for (int i = 0; i < BEFORE; i++) {
      Bodies.append(log, BODY, false);
      log.takeReaderWaitingInStream();
    }
    for (int i = 0; i < BEFORE; i++) {
      Bodies.take(log, BODY, false);
    }
  }

  /** Goes to wait. */
  @Actor
  public void reader(ZZ_Result result) {
    result.r1 = log.awaitMessage();
  }

  /** Publishes. */
  @Actor
  public void writer(ZZ_Result result) {
    Bodies.append(log, BODY, false);
    result.r2 = log.takeReaderWaitingInStream();
  }
}
