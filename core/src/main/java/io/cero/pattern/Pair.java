package io.cero.pattern;

import io.cero.DropReason;
import io.cero.HandshakeFailure;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * PAIR: exactly one peer at a time, both ways; further ones are turned away (RFC 31).
 *
 * <p>A peer that goes makes room for the next at once. What it sent is received first, peer by peer
 * in the order in which they came:
 *
 * <pre>
 *   former: [ gone, unread | gone, unread | ... ]   present: here, or being sought
 *             ^ received from                                ^ sent to
 * </pre>
 *
 * <p>So that one that comes and goes cannot pile up what nobody receives, who comes is turned away
 * while there are {@link #MOST_FORMER} former ones, or while what they sent reaches the byte budget
 * of one. A connect of the application's own is not: nobody would try it again.
 */
public final class Pair extends Pattern {
  /** As many peers that are gone and not read to the end may there be. */
  static final int MOST_FORMER = 1_000;

  private final long byteBudget;

  /** Who is gone and not read to the end, in the order in which they came. */
  private final Queue<Peer> former = new ArrayDeque<>();

  /** Who is here or being sought, and not gone. */
  private @Nullable Peer present;

  private @Nullable Peer last;
  private boolean sending;
  private boolean dropping;

  /** A PAIR without a peer, and without a bound in bytes to what former ones leave. */
  Pair(Host host) {
    this(host, 0);
  }

  /**
   * A PAIR without a peer.
   *
   * @param byteBudget bytes of former peers, together, at which nobody new is let in; 0 for no
   *     limit
   */
  public Pair(Host host, long byteBudget) {
    super(host);
    this.byteBudget = byteBudget == 0 ? Long.MAX_VALUE : byteBudget;
  }

  @Override
  public void attached(Peer joined) {
    forgetRead();
    if (present != null) {
      turnAway(joined, "this PAIR has its peer already");
    } else if (!joined.connecting && isFull()) {
      turnAway(joined, "this PAIR has to receive what former peers sent before it takes another");
    } else {
      present = joined;
    }
  }

  private boolean isFull() {
    long bytes = 0;
    for (Peer each : former) {
      bytes += each.in.queuedBytes();
    }
    return former.size() >= MOST_FORMER || bytes >= byteBudget;
  }

  private static void turnAway(Peer joined, String why) {
    joined.dismissed = true;
    joined.link().refuse(HandshakeFailure.OCCUPIED, why);
  }

  @Override
  protected void readable(Peer from) {}

  @Override
  protected void writable(Peer to) {}

  @Override
  protected void gone(Peer left) {
    if (left == present) {
      present = null;
      stopSending(left);
      if (left.in.hasMessage()) {
        former.add(left);
        return;
      }
    }
    host.forgotten(left);
  }

  /** Drops the message that was going to a peer, if one was, and what is still to come of it. */
  private void stopSending(Peer left) {
    if (sending) {
      sending = false;
      dropping = true;
      left.out.rollback();
      host.droppedFor(left, DropReason.PEER_GONE, 1);
    }
  }

  private void forgetRead() {
    while (!former.isEmpty() && !former.element().in.hasMessage()) {
      host.forgotten(former.remove());
    }
  }

  @Override
  public boolean send(Outgoing frame, boolean more) {
    if (dropping) {
      dropping = more;
      frame.releaseNow();
      return true;
    }
    Peer to = present;
    if (to == null || !canSend()) {
      return false;
    }
    to.out.append(frame, more);
    frame.releaseNow();
    sending = more;
    if (!more) {
      to.link().published();
    }
    return true;
  }

  @Override
  public boolean canSend() {
    Peer to = present;
    return dropping || (to != null && (sending || to.hasRoom() || !to.awaitRoom()));
  }

  @Override
  public boolean receive(Incoming frame) {
    Peer from = source();
    if (from == null) {
      return false;
    }
    if (last != from) {
      last = from;
    }
    from.in.read(frame);
    return true;
  }

  @Override
  public boolean canReceive() {
    return source() != null;
  }

  /** Whose message is the next; null if there is none, and then the socket hears of one. */
  private @Nullable Peer source() {
    forgetRead();
    Peer first = former.peek();
    if (first != null) {
      return first;
    }
    Peer here = present;
    return here != null && (here.in.hasMessage() || !here.in.awaitMessage()) ? here : null;
  }

  @Override
  public @Nullable Peer lastPeer() {
    return last;
  }

  @Override
  public void abandonSend() {
    Peer to = present;
    if (sending && to != null) {
      to.out.rollback();
    }
    sending = false;
    dropping = false;
  }
}
