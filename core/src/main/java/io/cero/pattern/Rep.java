package io.cero.pattern;

import static java.util.Objects.requireNonNull;

import io.cero.DropReason;
import io.cero.OutOfTurnException;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * REP: takes requests from its peers in turn and answers each before the next (RFC 28).
 *
 * <pre>
 *   WAITING --envelope--> READING --last frame--> HOLDING --first frame--> REPLYING
 *      ^                                                                      |
 *      '------------------------------ last frame ---------------------------'
 * </pre>
 *
 * <p>What stands before a request's delimiter, the addresses of the way back, is kept and put
 * before the reply. A request without delimiter, or with nothing behind it, is dropped. So is a
 * reply whose asker is gone or does not read: one peer cannot hold up the service to the others.
 */
public final class Rep extends Pattern {
  private static final byte[] NOTHING = new byte[0];

  private enum Turn {
    /** There is no request. */
    WAITING,
    /** The envelope was read and the body is being read. */
    READING,
    /** The request was read and waits for its reply. */
    HOLDING,
    /** The reply has begun. */
    REPLYING
  }

  private final FairQueue fairQueue;
  private final Incoming envelope = new Incoming();
  private final Outgoing address = new Outgoing();

  /** The addresses of the request, outermost first; the delimiter is not kept. */
  private final List<byte[]> addresses = new ArrayList<>();

  private Turn turn = Turn.WAITING;
  private @Nullable Peer asker;

  /** True while the reply goes nowhere. */
  private boolean dropping;

  /** The frame that was described last, which may not have been taken yet. */
  private @Nullable Incoming described;

  /** A REP without peers. */
  public Rep(Host host) {
    super(host);
    this.fairQueue = new FairQueue(host);
  }

  @Override
  public void attached(Peer peer) {
    fairQueue.attach(peer);
  }

  @Override
  protected void readable(Peer peer) {
    fairQueue.activated(peer);
  }

  @Override
  protected void writable(Peer peer) {}

  @Override
  protected void gone(Peer peer) {
    if (turn == Turn.REPLYING && peer == asker && !dropping) {
      peer.out.rollback();
      drop(DropReason.PEER_GONE);
    }
    fairQueue.gone(peer);
  }

  // ------------------------------------------------------------------ requests

  /**
   * Describes the next frame of a request's body.
   *
   * @throws OutOfTurnException if the reply to the last request is due
   */
  @Override
  public boolean receive(Incoming frame) {
    if (turn == Turn.HOLDING || turn == Turn.REPLYING) {
      throw OutOfTurnException.replyIsDue();
    }
    if (turn == Turn.WAITING && !openEnvelope()) {
      return false;
    }
    fairQueue.receive(frame);
    described = frame;
    if (!frame.more()) {
      turn = Turn.HOLDING;
    }
    return true;
  }

  @Override
  public boolean canReceive() {
    return turn == Turn.READING || (turn == Turn.WAITING && openEnvelope());
  }

  /** Reads up to the body of the next request that has one; false if there is none. */
  private boolean openEnvelope() {
    while (fairQueue.receive(envelope)) {
      addresses.clear();
      while (envelope.more() && envelope.length() > 0) {
        addresses.add(envelope.copy());
        envelope.done();
        fairQueue.receive(envelope);
      }
      boolean isDelimiter = envelope.more();
      envelope.done();
      if (isDelimiter) {
        asker = fairQueue.last();
        turn = Turn.READING;
        return true;
      }
      host.droppedFrom(requireNonNull(fairQueue.last()), DropReason.MALFORMED, 1);
    }
    return false;
  }

  // ------------------------------------------------------------------ replies

  /**
   * Sends one frame of the reply.
   *
   * @throws OutOfTurnException if no request was received, or not to its end
   */
  @Override
  public boolean send(Outgoing frame, boolean more) {
    if (turn == Turn.WAITING || turn == Turn.READING) {
      throw OutOfTurnException.noRequestReceived();
    }
    if (turn == Turn.HOLDING) {
      begin();
    }
    if (!dropping) {
      Peer to = requireNonNull(asker);
      to.out.append(frame, more);
      if (!more) {
        to.link().published();
      }
    }
    frame.releaseNow();
    turn = more ? Turn.REPLYING : Turn.WAITING;
    return true;
  }

  private void begin() {
    if (described != null) {
      described.done();
      described = null;
    }
    dropping = false;
    Peer to = requireNonNull(asker);
    if (to.gone) {
      drop(DropReason.PEER_GONE);
    } else if (!to.hasRoom() && to.awaitRoom()) {
      drop(DropReason.HIGH_WATER_MARK);
    } else {
      for (byte[] next : addresses) {
        to.out.append(address.set(next), true);
      }
      to.out.append(address.set(NOTHING), true);
    }
  }

  private void drop(DropReason reason) {
    dropping = true;
    host.droppedFor(requireNonNull(asker), reason, 1);
  }

  @Override
  public boolean canSend() {
    return turn == Turn.HOLDING || turn == Turn.REPLYING;
  }

  @Override
  public boolean sendGivesUpReceived() {
    return true;
  }

  @Override
  public void abandonSend() {
    if (turn == Turn.REPLYING) {
      if (!dropping) {
        requireNonNull(asker).out.rollback();
      }
      turn = Turn.HOLDING;
    }
  }

  @Override
  public @Nullable Peer lastPeer() {
    return asker;
  }
}
