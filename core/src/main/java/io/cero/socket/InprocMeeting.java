package io.cero.socket;

import io.cero.DropReason;
import io.cero.HandshakeFailure;
import io.cero.PeerMetadata;
import io.cero.RoutingId;
import io.cero.SocketEvent;
import io.cero.pattern.Peer;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.pipe.Pipe;
import io.cero.pipe.Slot;
import io.cero.reactor.Threads;
import io.cero.session.Profile;
import io.cero.wire.SocketType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake is to inproc: two sockets of a context are joined by the pipes that the one
 * which connects has made.
 *
 * <p>Called by the thread inside either socket; the other hears of it through its inbox.
 */
final class InprocMeeting {
  private InprocMeeting() {}

  /** The connecting end: pipes with this side's marks, to which the other will add its own. */
  static InprocLink prepare(
      SocketCore connecter, ContextCore context, String name, byte @Nullable [] routingId) {
    Profile profile = connecter.profile();
    Pipe out =
        profile.conflate && profile.sends()
            ? new Slot()
            : log(profile, profile.sendMark, profile.options.sendByteBudget());
    Pipe in =
        profile.conflate && profile.receives()
            ? new Slot()
            : log(profile, profile.receiveMark, profile.options.receiveByteBudget());
    Peer peer = new Peer(connecter.inbox(), out, in, name, true);
    peer.routingId = routingId;
    greet(peer, profile.hello);
    InprocLink[] link = new InprocLink[1];
    link[0] =
        new InprocLink(
            peer, profile.events, profile.subscriptions, () -> forget(context, name, link[0]));
    profile.ledger.enter(peer);
    return link[0];
  }

  private static void forget(ContextCore context, String name, InprocLink link) {
    if (context.inprocNames.forget(name, link)) {
      // In place of the other end, which there will never be.
      link.peer().end(DropReason.LINGER_ENDED, 0);
    }
  }

  private static Log log(Profile profile, int mark, long budget) {
    Log log = new Log(profile.pool, mark, budget);
    if (Threads.MANY_CORES) {
      log.betweenThreads();
    }
    return log;
  }

  /** Joins a socket that is bound to a name with one that connected to it. */
  static void of(SocketCore bound, SocketCore connecter, InprocLink theirs, String name) {
    Peer there = theirs.peer();
    if (!bound.type().accepts(connecter.type())) {
      String text = mismatch(connecter.type(), bound.type());
      connecter
          .monitors()
          .emit(
              n ->
                  new SocketEvent.HandshakeFailed(
                      n, name, name, HandshakeFailure.SOCKET_TYPE, text));
      there.end(DropReason.PEER_GONE, 0); // in place of the other end
      there.post(Peer.GONE);
      return;
    }
    Profile profile = bound.profile();
    if (there.in instanceof Log log) {
      log.raiseMark(profile.sendMark);
    }
    Peer here = new Peer(bound.inbox(), there.in, there.out, name, false);
    InprocLink ours = new InprocLink(here, profile.events, profile.subscriptions, () -> {});
    profile.ledger.enter(here);
    ours.goodbyeOfOther = connecter.profile().hiccup;
    theirs.goodbyeOfOther = profile.goodbye;
    here.introduce(connecter.profile().identity, metadata(name, connecter.profile()));
    there.introduce(profile.identity, metadata(name, profile));
    there.markBoost = profile.receiveMark;
    InprocLink.join(ours, theirs);
    greet(here, profile.hello);
    boolean known = here.arrive(Peer.ATTACHED | Peer.CONNECTED | Peer.READABLE);
    // After it: who subscribes finds the peer, or its change is part of the announcement.
    ours.announce();
    there.post(Peer.CONNECTED | Peer.READABLE | Peer.WRITABLE);
    ours.tellJoined();
    theirs.tellJoined();
    if (!known) { // in place of the socket, which was closed meanwhile
      ours.close();
      here.abandon();
    }
  }

  /** Why two types are not joined, for people. */
  static String mismatch(SocketType connecter, SocketType bound) {
    return "a " + connecter + " socket cannot talk to the " + bound + " socket bound there";
  }

  private static void greet(Peer peer, byte @Nullable [][] hello) {
    if (hello != null) {
      Outgoing frame = new Outgoing();
      for (int i = 0; i < hello.length; i++) {
        peer.out.append(frame.set(hello[i]), i + 1 < hello.length);
      }
    }
  }

  private static PeerMetadata metadata(String name, Profile profile) {
    byte[] identity = profile.identity;
    return new PeerMetadata(
        name,
        Optional.empty(),
        Optional.of(profile.type),
        identity.length == 0 ? Optional.empty() : Optional.of(RoutingId.of(identity)),
        Map.copyOf(profile.options.properties()));
  }
}
