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
 * Events that are posted to one peer are each taken once, together or apart, and whatever was
 * written before a post is seen by who takes it.
 *
 * <p>The holes: the second post believes the peer in the inbox, from which it was just taken; or
 * pushes it although it is there, which makes a ring of the stack.
 *
 * <p>Fails when {@code takeEvents} reads and clears in two steps.
 */
@JCStressTest
@State
@Outcome(id = "1, 1, true", expect = ACCEPTABLE, desc = "each once")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "an event was lost or came twice")
public class PeerEventsTest {
  private final Inbox inbox = new Inbox(new Waiter());
  private final Peer peer = Peers.of(inbox);
  private int written;
  private int readables;
  private int writables;
  private boolean seen = true;

  /** Posts two events, with something written before. */
  @Actor
  public void transport() {
    written = 1;
    peer.post(Peer.READABLE);
    peer.post(Peer.WRITABLE);
  }

  /** Takes what is there, twice. */
  @Actor
  public void socket() {
    inbox.drainTo(this::take);
    inbox.drainTo(this::take);
  }

  private void take(Peer from, int events) {
    if ((events & Peer.READABLE) != 0) {
      readables++;
      seen &= written == 1;
    }
    if ((events & Peer.WRITABLE) != 0) {
      writables++;
    }
  }

  /** Takes the rest. */
  @Arbiter
  public void end(IIZ_Result result) {
    inbox.drainTo(this::take);
    result.r1 = readables;
    result.r2 = writables;
    result.r3 = seen;
  }
}
