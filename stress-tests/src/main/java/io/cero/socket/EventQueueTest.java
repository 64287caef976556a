package io.cero.socket;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cero.DropReason;
import io.cero.SocketEvent;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * A monitor gets every event, numbered without a gap, and the drops add up to what was dropped,
 * however many events tell of them.
 *
 * <p>The hole: a drop is added to a sum that was just taken, and no event follows.
 *
 * <p>Fails when {@code dropped} offers an event only for the first drop ever.
 */
@JCStressTest
@State
@Outcome(id = "7, true", expect = ACCEPTABLE, desc = "all seven drops, all numbers")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "an event or a drop was lost")
public class EventQueueTest {
  private final EventQueue queue = new EventQueue(new Monitors(over -> {}));
  private long dropped;
  private long number;
  private boolean inOrder = true;

  /** Drops some, and more. */
  @Actor
  public void socket() {
    queue.dropped(DropReason.PEER_GONE, 3);
    queue.dropped(DropReason.PEER_GONE, 4);
  }

  /** Takes what is there. */
  @Actor
  public void monitor() {
    drain();
  }

  private void drain() {
    for (SocketEvent event = queue.poll(); event != null; event = queue.poll()) {
      inOrder &= event.sequence() == number++;
      if (event instanceof SocketEvent.Dropped drop) {
        dropped += drop.count();
      }
    }
  }

  /** Takes the rest. */
  @Arbiter
  public void end(IZ_Result result) {
    drain();
    result.r1 = (int) dropped;
    result.r2 = inOrder;
  }
}
