package io.cero.pattern;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cero.reactor.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/**
 * Two threads post to the same two peers in opposite orders: each peer lies in the inbox once, with
 * the events of both.
 *
 * <p>The holes: a peer is pushed twice, which makes a ring of the stack; a push overwrites another.
 *
 * <p>Fails when {@code post} pushes whenever its own flag was clear before, and when {@code push}
 * stores the top without a compare-and-set.
 */
@JCStressTest
@State
@Outcome(id = "12, 12, true", expect = ACCEPTABLE, desc = "each once, with both events")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "a peer or an event was lost or came twice")
public class InboxPostersTest {
  private final Inbox inbox = new Inbox(new Waiter());
  private final Peer one = Peers.of(inbox);
  private final Peer two = Peers.of(inbox);
  private int ones;
  private int twos;
  private int taken;

  /** Posts to both. */
  @Actor
  public void reading() {
    one.post(Peer.READABLE);
    two.post(Peer.READABLE);
  }

  /** Posts to both. */
  @Actor
  public void writing() {
    two.post(Peer.WRITABLE);
    one.post(Peer.WRITABLE);
  }

  /** Takes everything, but no more than a ring would give. */
  @Arbiter
  public void end(IIZ_Result result) {
    inbox.drainTo(
        (peer, events) -> {
          if (++taken > 2) {
            throw new IllegalStateException("the stack is a ring");
          }
          if (peer == one) {
            ones += events;
          } else {
            twos += events;
          }
        });
    result.r1 = ones;
    result.r2 = twos;
    result.r3 = taken == 2 && inbox.isEmpty();
  }
}
