package io.cero.socket;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cero.pattern.Inbox;
import io.cero.pattern.Peer;
import io.cero.pipe.Slot;
import io.cero.reactor.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * One side closes while the other joins it: the one that stays hears of it.
 *
 * <p>The hole: the closing side sees nobody to tell, the joining side sees nobody who closed.
 *
 * <p>Fails when {@code join} looks for closed links before it joins them.
 */
@JCStressTest
@State
@Outcome(id = "true", expect = ACCEPTABLE, desc = "told")
@Outcome(id = "false", expect = FORBIDDEN, desc = "a peer that nobody is behind")
public class InprocLinkTest {
  private final Inbox inbox = new Inbox(new Waiter());
  private final Slot up = new Slot();
  private final Slot down = new Slot();
  private final InprocLink stays = link(inbox, up, down);
  private final InprocLink goes = link(new Inbox(new Waiter()), down, up);
  private boolean gone;

  private static InprocLink link(Inbox inbox, Slot out, Slot in) {
    Peer peer = new Peer(inbox, out, in, "inproc://stress", true);
    return new InprocLink(peer, event -> {}, null, () -> {});
  }

  /** Joins both. */
  @Actor
  public void binder() {
    InprocLink.join(stays, goes);
  }

  /** Closes its end. */
  @Actor
  public void connecter() {
    goes.close();
  }

  /** Looks for the news. */
  @Arbiter
  public void end(Z_Result result) {
    inbox.drainTo((peer, events) -> gone |= (events & Peer.GONE) != 0);
    result.r1 = gone;
  }
}
