package io.cero.pattern;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cero.reactor.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A poller has signals sent to itself and then looks at the inbox: it sees the peer, or is told.
 *
 * <p>The hole: the post signals the waiter of before, the poller looks before the post.
 *
 * <p>Fails when the poller looks first and takes the signals over afterwards.
 */
@JCStressTest
@State
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "told")
@Outcome(id = "true, .*", expect = ACCEPTABLE, desc = "seen")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "neither")
public class InboxPollerTest {
  private final Waiter pollers = new Waiter();
  private final Inbox inbox = new Inbox(new Waiter());
  private final Peer peer = Peers.of(inbox);

  /** Posts. */
  @Actor
  public void transport() {
    peer.post(Peer.READABLE);
  }

  /** Takes the signals over, and looks. */
  @Actor
  public void poller(ZZ_Result result) {
    inbox.signalTo(pollers);
    result.r1 = !inbox.isEmpty();
  }

  /** Looks whether it was told. */
  @Arbiter
  public void end(ZZ_Result result) {
    result.r2 = pollers.isSignalled();
  }
}
