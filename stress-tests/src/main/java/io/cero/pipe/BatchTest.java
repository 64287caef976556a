package io.cero.pipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * What is complete in a batch can be copied while more is appended: whole messages, with their
 * number.
 *
 * <p>The holes: an end without its number has a log publish more or fewer messages than it holds;
 * an end before its bytes copies what is not written yet.
 *
 * <p>Fails when {@code Batch.append} writes the word before the body, when it writes it for a frame
 * that more follow, and when number and end are two fields.
 */
@JCStressTest
@State
@Outcome(id = "true, 3", expect = ACCEPTABLE, desc = "each message once, and whole")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "torn, lost or counted wrongly")
public class BatchTest {
  private static final byte[] A = Bodies.of(Bodies.A, 5);
  private static final byte[] B = Bodies.of(Bodies.B, 9);
  private static final byte[] C = Bodies.of(Bodies.C, 20);

  private final Log log = new Log(Bodies.pool(), 0, 0);
  private final Batch batch = new Batch();
  private final long began;
  private long copied;

  /** An empty batch. */
  public BatchTest() {
    ChunkPool pool = new ChunkPool();
    pool.give(ByteBuffer.allocate(ChunkPool.MEDIUM)); // direct memory would run out
    batch.begin(new Log(pool, 0, 0));
    began = batch.complete();
  }

  /** Appends three messages, one of them of two frames. */
  @Actor
  public void writer() {
    batch.append(new Outgoing().set(A), false);
    batch.append(new Outgoing().set(B), true);
    batch.append(new Outgoing().set(A), false);
    batch.append(new Outgoing().set(C), false);
  }

  /** Copies what is complete, twice. */
  @Actor
  public void copier() {
    copied = copy(copy(began));
  }

  private long copy(long from) {
    long to = batch.complete();
    if (to != from) {
      log.makeRoom(from, to);
      log.append(batch, from, to);
    }
    return to;
  }

  /** Copies the rest and reads it. */
  @Arbiter
  public void end(ZI_Result result) {
    copy(copied);
    result.r1 =
        Bodies.take(log, A, false) == Bodies.WHOLE
            && Bodies.take(log, B, true) == Bodies.WHOLE
            && Bodies.take(log, A, false) == Bodies.WHOLE
            && Bodies.take(log, C, false) == Bodies.WHOLE
            && !log.hasMessage();
    result.r2 = (int) log.published();
  }
}
