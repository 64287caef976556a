package io.cero.session;

import io.cero.DisconnectReason;
import io.cero.DropReason;
import io.cero.HandshakeFailure;
import io.cero.PeerMetadata;
import io.cero.SocketEvent;
import io.cero.pattern.Peer;
import io.cero.reactor.Reactor;
import io.cero.reactor.Timer;
import io.cero.wire.Commands;
import org.jspecify.annotations.Nullable;

/**
 * The end of a session and of each of its connections: what becomes of what is queued, who is told,
 * and whether there will be another connection.
 *
 * <p>Owned by the driver, which takes both rights to end a connection, so that nobody reads or
 * flushes it meanwhile.
 */
final class Ending {
  /** Tries for both rights that follow each other at once: nobody has one for long. */
  private static final int AT_ONCE = 100;

  private static final long PAUSE = 1_000_000;

  private final Session session;
  private final Profile profile;
  private final Reactor reactor;
  private final Peer peer;
  private @Nullable Timer linger;
  private boolean left;
  private int inVain;

  Ending(Session session) {
    this.session = session;
    this.profile = session.profile;
    this.reactor = session.reactor;
    this.peer = session.peer;
  }

  /** Ends a connection from whichever thread found out. */
  void fail(Connection failed, DisconnectReason reason, String text, byte @Nullable [] lastWord) {
    failed.ended();
    reactor.execute(
        () -> {
          if (session.connection == failed) {
            lost(failed, reason, text, lastWord);
          }
        });
  }

  /** The connection is over: gives it up, and either waits for another or ends. */
  private void lost(
      Connection gone, DisconnectReason reason, String text, byte @Nullable [] lastWord) {
    if (!takeRights(() -> lost(gone, reason, text, lastWord))) {
      return;
    }
    if (session.connection != gone) {
      giveRights(); // it is over already, and there may be another
      return;
    }
    session.connection = null;
    peer.account.disconnected();
    if (reason == DisconnectReason.MESSAGE_TOO_LARGE) {
      peer.account.tooLarge();
    }
    gone.heartbeats.stop();
    gone.marked.end();
    gone.ingress.finish();
    session.reading.tellReader();
    Dialer redial = session.dialer;
    boolean closing = session.state == Session.State.CLOSING;
    boolean again =
        redial != null
            && !profile.options.immediate()
            && (closing ? peer.out.queued() > 0 : session.state == Session.State.CONNECTED);
    byte[] word = session.mayInterject(gone) ? lastWord : null;
    session.egress.rewind();
    if (!again) {
      peer.out.end(); // before it is counted: nothing is found to be lost in another way after that
    }
    long left = session.unwritten(peer.out);
    long written = peer.out.consumed() - gone.publishedAtStart;
    long dropped = again ? 0 : left;
    giveRights();
    Farewell.close(reactor, profile, gone.channel, gone.key, word, 0);
    if (!again) {
      leave(); // before it is told: who is told may send at once, and not to this peer
    }
    profile.events.emit(
        n ->
            new SocketEvent.Disconnected(
                n, peer.endpoint, gone.address, reason, text, written, dropped));
    if (redial != null && again) {
      if (!closing) {
        session.state = Session.State.BETWEEN;
        session.reading.madeUp(profile.hiccup);
        peer.post(Peer.HICCUP);
      }
      redial.lost(); // while it lingers, what is queued may still go out on another connection
      return;
    }
    ended(dropped);
    if (redial != null && closing) {
      redial.sessionEnded();
    } else if (redial != null) {
      redial.lost();
    }
  }

  private void ended(long dropped) {
    if (session.state == Session.State.ENDED) {
      return;
    }
    boolean orderly = session.state == Session.State.CLOSING;
    session.state = Session.State.ENDED;
    if (linger != null) {
      reactor.cancel(linger);
    }
    DropReason why = orderly ? DropReason.LINGER_ENDED : DropReason.PEER_GONE;
    if (dropped > 0) {
      profile.events.emit(n -> new SocketEvent.Dropped(n, peer.endpoint, address(), dropped, why));
    }
    leave();
    peer.end(why, dropped);
    profile.ends();
  }

  /** Ends a session of which the socket was never told. */
  void endUnseen() {
    left = true;
    ended(0);
    peer.abandon(); // in the socket's place
  }

  /** Tells the socket that this peer is gone; the last of what it can receive is in. */
  private void leave() {
    if (left) {
      return;
    }
    left = true;
    if (session.establishing.isIntroduced() && session.dialer == null) {
      session.reading.madeUp(profile.goodbye);
    }
    peer.post(Peer.GONE);
  }

  private String address() {
    PeerMetadata metadata = peer.metadata();
    return metadata == null ? "" : metadata.address();
  }

  /** Ends the session once what is queued was written, or the linger is over. */
  void beginClosing() {
    if (!session.isOpen()) {
      return;
    }
    boolean connected = session.state == Session.State.CONNECTED;
    session.state = Session.State.CLOSING;
    long nanos = profile.lingerNanos;
    if (nanos == 0 || (peer.out.queued() == 0 && !connected)) {
      end(DisconnectReason.LOCAL_CLOSE, "");
      return;
    }
    if (nanos != Long.MAX_VALUE) {
      Timer over = new Timer(this::lingerOver);
      linger = over;
      reactor.schedule(over, nanos);
    }
    session.flush();
    closeIfWritten();
  }

  /** Ends a session that closes, if nothing is left to write. */
  void closeIfWritten() {
    Connection current = session.connection;
    if (session.state != Session.State.CLOSING || current == null || current.hasWriteFailed()) {
      return;
    }
    if (!takeRights(this::closeIfWritten)) {
      return;
    }
    boolean written =
        session.egress.isDrained() && !peer.out.isOverflowing() && !current.hasControl();
    giveRights();
    if (written) {
      end(DisconnectReason.LOCAL_CLOSE, "");
    }
  }

  private void lingerOver() {
    end(DisconnectReason.LOCAL_CLOSE, "the linger is over");
  }

  /** Turns the peer away although its handshake succeeded. */
  void refuse(HandshakeFailure reason, String text) {
    if (session.connection != null) {
      profile.events.emit(
          n -> new SocketEvent.HandshakeFailed(n, peer.endpoint, address(), reason, text));
    }
    end(DisconnectReason.REFUSED, text);
  }

  /** What is said to a peer that could not know why its connection ends; null if nothing. */
  private byte @Nullable [] lastWord(Connection current, DisconnectReason reason, String text) {
    boolean theirs = reason == DisconnectReason.REFUSED || reason == DisconnectReason.REPLACED;
    boolean speaks = !profile.raw && current.version.hasCommands() && session.mayInterject(current);
    return theirs && speaks ? Commands.error(text) : null;
  }

  /** Ends the session now, whatever is queued. */
  void end(DisconnectReason reason, String text) {
    if (session.state == Session.State.ENDED) {
      return;
    }
    if (!takeRights(() -> end(reason, text))) {
      return;
    }
    Connection current = session.connection;
    session.connection = null;
    byte[] lastWord = null;
    long written = 0;
    if (current != null) {
      peer.account.disconnected();
      current.ended();
      current.heartbeats.stop();
      current.marked.end();
      current.ingress.finish();
      lastWord = lastWord(current, reason, text);
      session.egress.rewind();
      written = peer.out.consumed() - current.publishedAtStart;
    }
    peer.out.end(); // before it is counted, as above
    long dropped = session.unwritten(peer.out);
    giveRights();
    boolean orderly = session.state == Session.State.CLOSING;
    if (session.state != Session.State.CLOSING) {
      session.reading.tellReader();
    }
    if (current != null) {
      // Who was sent nothing loses nothing by a reset, and has its own messages back the sooner.
      long patience = orderly && written > 0 ? profile.lingerNanos : 0;
      Farewell.close(reactor, profile, current.channel, current.key, lastWord, patience);
      long count = written;
      leave();
      profile.events.emit(
          n ->
              new SocketEvent.Disconnected(
                  n, peer.endpoint, current.address, reason, text, count, dropped));
    }
    ended(dropped);
    if (session.dialer != null) {
      session.dialer.sessionEnded();
    }
  }

  /** Takes both rights, or has the driver try again in a moment. */
  private boolean takeRights(Runnable again) {
    if (!session.reading.right.tryAcquireSilently()) {
      tryAgain(again);
      return false;
    }
    if (!session.flushRight.tryAcquireSilently()) {
      if (Session.letGo(session.reading.right)) {
        session.read(false);
      }
      tryAgain(again);
      return false;
    }
    inVain = 0;
    return true;
  }

  /** Not at once for ever: a hook of the application's may hold up who has the right. */
  private void tryAgain(Runnable again) {
    if (inVain < AT_ONCE) {
      inVain++;
      reactor.execute(again);
    } else {
      reactor.schedule(new Timer(again), PAUSE);
    }
  }

  private void giveRights() {
    boolean flushNoted = Session.letGo(session.flushRight);
    boolean readNoted = Session.letGo(session.reading.right);
    if (flushNoted) {
      session.flush();
    }
    if (readNoted) {
      session.read(false);
    }
  }
}
