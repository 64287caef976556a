package io.cero.pattern;

import static java.util.Objects.requireNonNull;

import io.cero.DropReason;
import io.cero.OutOfTurnException;
import io.cero.ReqOptions;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * REQ: sends a request to the next of its peers in turn, then waits for the reply of that one (RFC
 * 28).
 *
 * <pre>
 *   IDLE --first frame--> SENDING --last frame--> WAITING --envelope--> READING
 *    ^                                                                     |
 *    '----------------------------- last frame ---------------------------'
 * </pre>
 *
 * <p>A request goes out as an empty delimiter and its frames; a correlated one has its number of
 * four bytes in front. What comes from a peer that was not asked, came before the request was sent,
 * or does not begin with the same number and a delimiter, is no reply: it is dropped and counted.
 * So is the rest of a reply that a relaxed REQ gives up by sending again.
 *
 * <p>A request is sent once. If the peer that it went to is gone, or lost it when its connection
 * broke, the reply never comes: a strict REQ goes on waiting until the caller gives up and closes
 * it, a relaxed one can send again, to the next peer.
 */
public final class Req extends Pattern {
  private static final byte[] NOTHING = new byte[0];

  private enum Turn {
    /** No request is out. */
    IDLE,
    /** A request has begun. */
    SENDING,
    /** A request is out. */
    WAITING,
    /** The reply's envelope was read and its body is being read. */
    READING
  }

  private final boolean relaxed;
  private final boolean correlated;
  private final boolean probe;

  private final FairQueue fairQueue;
  private final LoadBalancer loadBalancer;
  private final Incoming envelope = new Incoming();
  private final Outgoing prefix = new Outgoing();
  private final byte[] number = new byte[Integer.BYTES];
  private int lastNumber = ThreadLocalRandom.current().nextInt();

  private Turn turn = Turn.IDLE;

  /** The peer that the request went to. */
  private @Nullable Peer asked;

  /** How many messages the asked peer had sent before it could know the request. */
  private long repliesBegin;

  /** A REQ without peers. */
  public Req(Host host, ReqOptions options) {
    super(host);
    this.fairQueue = new FairQueue(host);
    this.loadBalancer = new LoadBalancer(host);
    this.relaxed = options.relaxed();
    this.correlated = options.correlated();
    this.probe = options.probe();
  }

  @Override
  public void attached(Peer peer) {
    if (probe) {
      peer.out.append(prefix.set(NOTHING), false);
      peer.link().published();
    }
    fairQueue.attach(peer);
    loadBalancer.attach(peer);
  }

  @Override
  protected void readable(Peer peer) {
    fairQueue.activated(peer);
  }

  @Override
  protected void writable(Peer peer) {
    loadBalancer.activated(peer);
  }

  @Override
  protected void gone(Peer peer) {
    loadBalancer.remove(peer);
    fairQueue.gone(peer);
  }

  // ------------------------------------------------------------------ requests

  /**
   * Sends one frame of a request.
   *
   * @throws OutOfTurnException if a reply is outstanding and the REQ is not relaxed
   */
  @Override
  public boolean send(Outgoing frame, boolean more) {
    if (turn != Turn.SENDING && !begin()) {
      return false;
    }
    loadBalancer.send(frame, more);
    turn = more ? Turn.SENDING : Turn.WAITING;
    return true;
  }

  private boolean begin() {
    if (turn != Turn.IDLE && !relaxed) {
      throw OutOfTurnException.requestAwaitsReply();
    }
    Peer next = loadBalancer.target();
    if (next == null) {
      return false;
    }
    asked = next;
    repliesBegin = next.in.published();
    if (correlated) {
      putNumber(++lastNumber);
      loadBalancer.send(prefix.set(number), true);
    }
    loadBalancer.send(prefix.set(NOTHING), true);
    return true;
  }

  private void putNumber(int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      number[i] = (byte) (value >>> (24 - 8 * i));
    }
  }

  @Override
  public boolean canSend() {
    return switch (turn) {
      case SENDING -> true;
      case IDLE -> loadBalancer.hasRoom();
      case WAITING, READING -> relaxed && loadBalancer.hasRoom();
    };
  }

  @Override
  public boolean sendGivesUpReceived() {
    return true;
  }

  @Override
  public void abandonSend() {
    if (turn == Turn.SENDING) {
      loadBalancer.abandon();
      turn = Turn.IDLE;
    }
  }

  // ------------------------------------------------------------------ replies

  /**
   * Describes the next frame of the reply's body.
   *
   * @throws OutOfTurnException if no request is out
   */
  @Override
  public boolean receive(Incoming frame) {
    if (turn == Turn.IDLE || turn == Turn.SENDING) {
      throw OutOfTurnException.noRequestSent();
    }
    if (turn == Turn.WAITING && !openEnvelope()) {
      return false;
    }
    fairQueue.receive(frame);
    if (!frame.more()) {
      turn = Turn.IDLE;
    }
    return true;
  }

  @Override
  public boolean canReceive() {
    return turn == Turn.READING || (turn == Turn.WAITING && openEnvelope());
  }

  /** Reads up to the body of the reply, dropping whatever is none; false if it is not there. */
  private boolean openEnvelope() {
    while (fairQueue.hasMessage()) {
      fairQueue.receive(envelope);
      Peer from = fairQueue.last();
      boolean expected = from != null && from == asked && from.in.consumed() >= repliesBegin;
      if (expected && correlated) {
        expected = envelope.more() && isNumber();
        if (expected) {
          envelope.done();
          fairQueue.receive(envelope);
        }
      }
      if (expected && envelope.more() && envelope.length() == 0) {
        envelope.done();
        turn = Turn.READING;
        return true;
      }
      skip();
      host.droppedFrom(requireNonNull(from), DropReason.MALFORMED, 1);
    }
    return false;
  }

  private boolean isNumber() {
    if (envelope.length() != Integer.BYTES) {
      return false;
    }
    for (int i = 0; i < Integer.BYTES; i++) {
      if (envelope.memory().get(envelope.offset() + i) != number[i]) {
        return false; // a frame this short is contiguous
      }
    }
    return true;
  }

  /** Drops the frame that was just described and the rest of its message. */
  private void skip() {
    boolean more = envelope.more();
    envelope.done();
    while (more) {
      fairQueue.receive(envelope);
      more = envelope.more();
      envelope.done();
    }
  }

  @Override
  public @Nullable Peer lastPeer() {
    return asked;
  }
}
