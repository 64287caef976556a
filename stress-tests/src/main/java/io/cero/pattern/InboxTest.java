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
 * Two peers post while the inbox is drained: each is taken once, and what is left behind has left a
 * token with the waiter.
 *
 * <p>The holes: a push is lost with the stack that was taken; the socket's thread goes to sleep
 * over a peer in its inbox.
 *
 * <p>Fails when {@code drainTo} reads the top and clears it in two steps.
 */
@JCStressTest
@State
@Outcome(id = "1, 1, true", expect = ACCEPTABLE, desc = "each once")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "a peer was lost, came twice or was slept over")
public class InboxTest {
  private final Waiter waiter = new Waiter();
  private final Inbox inbox = new Inbox(waiter);
  private final Peer one = Peers.of(inbox);
  private final Peer two = Peers.of(inbox);
  private int ones;
  private int twos;

  /** Both post. */
  @Actor
  public void transport() {
    one.post(Peer.READABLE);
    two.post(Peer.READABLE);
  }

  /** Takes what is there, as before going to sleep. */
  @Actor
  public void socket() {
    waiter.take();
    inbox.drainTo(this::take);
  }

  private void take(Peer from, int events) {
    if (from == one) {
      ones++;
    } else {
      twos++;
    }
  }

  /** Takes the rest. */
  @Arbiter
  public void end(IIZ_Result result) {
    boolean told = inbox.isEmpty() || waiter.isSignalled();
    inbox.drainTo(this::take);
    result.r1 = ones;
    result.r2 = twos;
    result.r3 = told;
  }
}
