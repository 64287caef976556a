package io.cero.pattern;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cero.reactor.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A peer arrives while the socket is closed: either the socket takes it or it is refused, so that
 * one of both, and one alone, lets go of it.
 *
 * <p>The holes: a peer that nobody lets go of; one that two threads close at once.
 *
 * <p>Fails when {@code seal} looks at the stack and puts the seal there in two steps.
 */
@JCStressTest
@State
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "taken")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "refused")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "nobody's, or two threads'")
public class InboxSealTest {
  private final Inbox inbox = new Inbox(new Waiter());
  private final Peer peer = Peers.of(inbox);
  private int taken;
  private int refused;

  /** Brings the peer. */
  @Actor
  public void transport() {
    if (!peer.arrive(Peer.ATTACHED)) {
      refused++;
    }
  }

  /** Looks for the last time. */
  @Actor
  public void socket() {
    inbox.seal((from, events) -> taken++);
  }

  /** Counts. */
  @Arbiter
  public void end(II_Result result) {
    result.r1 = taken;
    result.r2 = refused;
  }
}
