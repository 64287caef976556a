package io.cero.pattern;

import io.cero.DisconnectReason;
import io.cero.DropReason;
import io.cero.HandshakeFailure;
import io.cero.PeerNotification;
import io.cero.RouterOptions;
import io.cero.RoutingId;
import io.cero.UnroutableException;
import io.cero.pattern.Seat.Standing;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ROUTER (XREP): puts the sender's address in front of every message that it receives, and takes
 * the first frame of every message that it sends as the address of the peer to send it to (RFC 28).
 *
 * <pre>
 *   attached      connected                          the place is taken:
 *   OUTSIDE ----> WAITING or QUEUED --> gone         refused, or with handover the other is dropped
 * </pre>
 *
 * <p>A peer is known from the moment it says who it is; one that this side gave an address before
 * it connected, at once. A peer that announces no identity, or one that begins with a zero byte,
 * which none may, is given an address of five bytes.
 *
 * <p>A peer that comes back under another identity is moved in the table; what it sent before still
 * carries the address it had then. A peer that takes another's place is heard once everything that
 * the other had sent was read.
 */
public final class Router extends Pattern {
  private final boolean mandatory;
  private final boolean handover;
  private final boolean raw;
  private final boolean probe;
  private final Set<PeerNotification> notifications;

  private final RoutingTable table = new RoutingTable();
  private final AddressedQueue queue;
  private final Outgoing empty = new Outgoing();

  /** True between the address of a message and its last frame. */
  private boolean sending;

  /** Where the message under way goes; null while it is being dropped. */
  private @Nullable Peer target;

  /** A ROUTER without peers. */
  public Router(Host host, RouterOptions options) {
    this(
        host,
        options.mandatory(),
        options.handover(),
        options.raw(),
        options.probe(),
        options.raw() ? Set.of(PeerNotification.values()) : options.peerNotifications());
  }

  Router(
      Host host,
      boolean mandatory,
      boolean handover,
      boolean raw,
      boolean probe,
      Set<PeerNotification> notifications) {
    super(host);
    this.mandatory = mandatory;
    this.handover = handover;
    this.raw = raw;
    this.probe = probe;
    this.notifications = notifications;
    this.queue = new AddressedQueue(new Departures());
  }

  // ------------------------------------------------------------------ who is there

  /** Every peer that can be sent to, oldest first. */
  public List<Peer> peers() {
    return table.peers();
  }

  /** The peer that has an address. */
  public Optional<Peer> peer(byte[] identity) {
    return Optional.ofNullable(table.find(identity));
  }

  /**
   * Drops a peer at once, with what it sent and was sent, since answers would find nobody; it is
   * not announced as gone.
   */
  @Override
  public void drop(Peer peer) {
    discard(peer);
    peer.link().drop(DisconnectReason.LOCAL_CLOSE, "");
  }

  private void discard(Peer peer) {
    peer.dismissed = true;
    letGo(peer);
    Seat seat = Seat.of(peer);
    Standing before = seat.standing;
    seat.standing = Standing.DISCARDED;
    seat.present = false;
    if (before == Standing.QUEUED) {
      queue.discard(peer);
    }
  }

  /** Nothing goes to a peer any more. */
  private void letGo(Peer peer) {
    table.remove(peer);
    if (target == peer) {
      target = null;
      peer.out.rollback();
      host.droppedFor(peer, DropReason.PEER_GONE, 1);
    }
  }

  // ------------------------------------------------------------------ peers come and go

  @Override
  public void attached(Peer peer) {
    byte[] chosen = peer.routingId;
    peer.state = new Seat(chosen);
    if (probe && !raw) {
      peer.out.append(empty, false);
      peer.link().published();
    }
    if (chosen != null) {
      claim(peer, chosen);
    }
  }

  @Override
  protected void connected(Peer peer) {
    Seat seat = Seat.of(peer);
    if (seat.standing == Standing.DISCARDED || !identify(peer, seat)) {
      return;
    }
    seat.present = true;
    if (seat.standing == Standing.QUEUED) {
      announce(peer, PeerNotification.CONNECT);
    }
  }

  /** Gives a peer the address that it announced, or one of ours; false if it was refused. */
  private boolean identify(Peer peer, Seat seat) {
    byte[] known = table.has(peer) ? peer.routingId : null;
    byte[] own = seat.chosen != null || raw ? seat.chosen : usable(peer.identity());
    if (known != null) {
      if (own == null ? known[0] == 0 : Arrays.equals(known, own)) {
        return true;
      }
      letGo(peer);
      seat.rename(peer);
    }
    return claim(peer, own != null ? own : table.invent());
  }

  /** An announced identity, or null if it is none or may not be one. */
  private static byte @Nullable [] usable(byte[] announced) {
    int length = announced.length;
    return length > 0 && length <= RoutingId.MAXIMUM_SIZE && announced[0] != 0 ? announced : null;
  }

  /** Enters a peer under an address; false if another has it and stays. */
  private boolean claim(Peer peer, byte[] address) {
    Peer holder = table.find(address);
    Seat seat = Seat.of(peer);
    if (holder != null && !handover) {
      peer.dismissed = true;
      if (seat.standing == Standing.QUEUED) {
        discard(peer);
      }
      peer.link()
          .refuse(
              HandshakeFailure.DUPLICATE_IDENTITY, "a peer is here already as " + named(address));
      return false;
    }
    if (holder != null) {
      holder.dismissed = true;
      letGo(holder);
    }
    table.put(peer, address);
    if (seat.standing == Standing.OUTSIDE) {
      if (holder == null) {
        admit(peer);
      } else {
        seat.standing = Standing.WAITING;
        Seat.of(holder).successor = peer;
      }
    }
    if (holder != null) {
      holder.link().drop(DisconnectReason.REPLACED, "another peer has come as " + named(address));
    }
    return true;
  }

  private static RoutingId named(byte[] address) {
    return RoutingId.of(address);
  }

  private void admit(Peer peer) {
    Seat seat = Seat.of(peer);
    seat.standing = Standing.QUEUED;
    queue.attach(peer);
    if (seat.present) {
      announce(peer, PeerNotification.CONNECT);
    }
  }

  private void announce(Peer peer, PeerNotification notification) {
    if (notifications.contains(notification)) {
      queue.announce(peer);
    }
  }

  @Override
  protected void hiccup(Peer peer) {
    absent(peer);
  }

  private void absent(Peer peer) {
    Seat seat = Seat.of(peer);
    if (seat.present) {
      seat.present = false;
      if (seat.standing == Standing.QUEUED) {
        announce(peer, PeerNotification.DISCONNECT);
      }
    }
  }

  @Override
  protected void gone(Peer peer) {
    if (peer.state == null) {
      host.forgotten(peer); // it never joined
      return;
    }
    letGo(peer);
    switch (Seat.of(peer).standing) {
      case QUEUED -> queue.gone(peer);
      case WAITING -> {} // it is forgotten in its turn
      case OUTSIDE, DISCARDED -> departed(peer);
    }
  }

  /** Everything that a peer had sent was read. */
  private void departed(Peer peer) {
    absent(peer);
    Seat seat = Seat.of(peer);
    Peer successor = seat.successor;
    seat.successor = null;
    host.forgotten(peer);
    if (successor != null && Seat.of(successor).standing == Standing.WAITING) {
      admit(successor);
    }
  }

  /** Hears from the fair queue that a peer is at its end. */
  private final class Departures implements Host {
    @Override
    public void dropped(DropReason reason, long messages) {
      host.dropped(reason, messages);
    }

    @Override
    public void forgotten(Peer peer) {
      departed(peer);
    }
  }

  @Override
  protected void readable(Peer peer) {
    if (Seat.of(peer).standing == Standing.QUEUED) {
      queue.activated(peer);
    }
  }

  @Override
  protected void writable(Peer peer) {}

  // ------------------------------------------------------------------ messages

  /**
   * Sends one frame; the first is the address.
   *
   * @throws UnroutableException if no peer has the address, of a mandatory ROUTER
   */
  @Override
  public boolean send(Outgoing frame, boolean more) {
    if (!sending) {
      return begin(frame, more);
    }
    boolean last = raw || !more;
    Peer to = target;
    if (last) {
      sending = false;
      target = null;
    }
    if (to != null) {
      if (raw && frame.length() == 0) {
        discard(to);
        to.link().close();
      } else {
        to.out.append(frame, !last);
        if (last) {
          to.link().published();
        }
      }
    }
    frame.releaseNow();
    return true;
  }

  private boolean begin(Outgoing address, boolean more) {
    if (!more) {
      host.droppedForNobody(DropReason.MALFORMED, 1);
      address.releaseNow();
      return true;
    }
    Peer to = table.find(address);
    if (to == null) {
      if (mandatory) {
        throw new UnroutableException(RoutingId.of(address.copyFrom(0)));
      }
      host.droppedForNobody(DropReason.UNROUTABLE, 1);
    } else if (!to.hasRoom() && to.awaitRoom()) {
      if (mandatory) {
        return false;
      }
      host.droppedFor(to, DropReason.HIGH_WATER_MARK, 1);
      to = null;
    }
    sending = true;
    target = to;
    address.releaseNow();
    return true;
  }

  @Override
  public boolean canSend() {
    return sending || !mandatory || table.hasRoom();
  }

  @Override
  public void abandonSend() {
    if (target != null) {
      target.out.rollback();
    }
    target = null;
    sending = false;
  }

  @Override
  public boolean receive(Incoming frame) {
    return queue.receive(frame);
  }

  @Override
  public boolean canReceive() {
    return queue.hasMessage();
  }

  @Override
  public @Nullable Peer lastPeer() {
    return queue.last();
  }
}
