package io.cero.socket;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.cero.pattern.Inbox;
import io.cero.pattern.Peer;
import io.cero.pattern.SubscriptionSet;
import io.cero.pipe.Incoming;
import io.cero.pipe.Slot;
import io.cero.reactor.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A bound socket subscribes while a publisher connects to it: the publisher is told of it once,
 * though the subscriber does nothing more.
 *
 * <p>The holes: the subscriber finds no peer, and its change is not part of the announcement; or it
 * is part of it, and the subscriber tells of it too.
 *
 * <p>Fails when who joins both announces before the peer's coming is posted, when the subscriber
 * looks for peers before its change is published, and when {@code announce} settles the
 * announcement before it has noted of which moment.
 */
@JCStressTest
@State
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "told once")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "told by nobody, late, or twice")
public class InprocAnnouncementTest {
  private static final byte[] PREFIX = {1};

  private final Inbox inbox = new Inbox(new Waiter());
  private final SubscriptionSet subscriptions = new SubscriptionSet();
  private final Slot up = new Slot();
  private final Slot down = new Slot();
  private final Peer publisher = new Peer(inbox, up, down, "inproc://stress", false);
  private final InprocLink ours = new InprocLink(publisher, event -> {}, subscriptions, () -> {});
  private final InprocLink theirs =
      new InprocLink(
          new Peer(new Inbox(new Waiter()), down, up, "inproc://stress", true),
          event -> {},
          null,
          () -> {});

  /** Joins both. */
  public InprocAnnouncementTest() {
    InprocLink.join(ours, theirs);
  }

  /** Subscribes, as {@code SubscriberEnd} does. */
  @Actor
  public void subscriber() {
    subscriptions.add(PREFIX);
    takeNote();
  }

  private void takeNote() {
    inbox.drainTo((peer, events) -> ours.tellSubscriptions());
  }

  /** Connects, as {@code InprocMeeting} does. */
  @Actor
  public void connecter() {
    publisher.arrive(Peer.ATTACHED);
    ours.announce();
  }

  private int told() {
    int told = 0;
    while (theirs.nextAnnounced() != null) {
      told++;
    }
    Incoming frame = new Incoming();
    while (up.hasMessage()) {
      up.read(frame);
      up.done(frame);
      told++;
    }
    return told;
  }

  /** Counts what is told, and what the subscriber's next call adds. */
  @Arbiter
  public void end(II_Result result) {
    result.r1 = told();
    takeNote();
    result.r2 = told();
  }
}
