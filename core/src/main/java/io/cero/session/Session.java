package io.cero.session;

import io.cero.DisconnectReason;
import io.cero.HandshakeFailure;
import io.cero.pattern.Peer;
import io.cero.pipe.OverflowLog;
import io.cero.reactor.Reactor;
import io.cero.reactor.Right;
import io.cero.wire.RemotePeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What stands between one peer's pipes and its connections, one after another: flushes the outbound
 * pipe into the channel and reads the channel into the inbound pipe.
 *
 * <p>A session that accepted ends with its connection. One that connects goes on with the next,
 * from the first message whose end was not written, unless the socket is {@code immediate}.
 *
 * <pre>
 *   BETWEEN --established--> CONNECTED --lost--> BETWEEN      (connecting)
 *                                |-----lost--> ENDED          (accepted, immediate)
 *      any --------------------close--> CLOSING --written or linger over--> ENDED
 * </pre>
 *
 * <p>Each reason to change has a file: {@link Sending} (its superclass), {@link Reading}, {@link
 * Subscribing}, {@link Establishing}, {@link Ending}. The state and the timers belong to the
 * driver.
 */
public final class Session extends Sending {
  enum State {
    BETWEEN,
    CONNECTED,
    CLOSING,
    ENDED
  }

  final Profile profile;
  final @Nullable Dialer dialer;
  final Reading reading;
  final Subscribing subscribing;
  final Establishing establishing;
  final Ending ending;

  // The driver's.
  volatile State state = State.BETWEEN;

  Session(Profile profile, Reactor reactor, Peer peer, @Nullable Dialer dialer) {
    super(reactor, peer, profile.run);
    this.profile = profile;
    this.dialer = dialer;
    this.reading = new Reading(this);
    this.subscribing = new Subscribing(this);
    this.establishing = new Establishing(this);
    this.ending = new Ending(this);
    peer.link(this);
    peer.in.onRoom(this::roomAgain);
    peer.out.onRoom(peer::roomAgain);
    if (peer.out.canOverflow()) {
      ((OverflowLog) peer.out).observe(new Overflowing(this));
    }
    profile.ledger.enter(peer);
    profile.begins();
  }

  /** True while it has, or may get, a connection. */
  boolean isOpen() {
    return state == State.BETWEEN || state == State.CONNECTED;
  }

  // ------------------------------------------------------------------ the socket's side

  @Override
  public void subscribe(byte[] prefix) {
    subscribing.change(prefix, true);
  }

  @Override
  public void cancel(byte[] prefix) {
    subscribing.change(prefix, false);
  }

  @Override
  public boolean tellSubscriptions() {
    subscribing.catchUp();
    return true;
  }

  @Override
  public void close() {
    reactor.execute(ending::beginClosing);
  }

  @Override
  public void drop(DisconnectReason reason, String text) {
    reactor.execute(() -> ending.end(reason, text));
  }

  @Override
  public void refuse(HandshakeFailure reason, String text) {
    reactor.execute(() -> ending.refuse(reason, text));
  }

  /** What sees to its connections; null if it was accepted. */
  public @Nullable Dialer dialer() {
    return dialer;
  }

  @Override
  public long lastTraffic() {
    long wrote = wroteAt();
    long heard = reading.heardAt();
    return heard - wrote > 0 ? heard : wrote;
  }

  /** Reads the channel directly, for a caller that waits; true if messages came in. */
  public boolean readDirectly() {
    return read(false);
  }

  /** The application has made room in the inbound pipe. Called on its thread. */
  private void roomAgain() {
    read(false);
  }

  // ------------------------------------------------------------------ the driver's side

  /**
   * Takes over a channel whose handshake is done. Called by the driver.
   *
   * @param early what was read beyond the handshake
   */
  void establish(
      SocketChannel channel, String address, @Nullable RemotePeer remote, ByteBuffer early)
      throws IOException {
    establishing.establish(channel, address, remote, early);
  }

  /** The same for a session that ends if it comes to nothing. */
  void establishOrEnd(
      SocketChannel channel, String address, @Nullable RemotePeer remote, ByteBuffer early)
      throws IOException {
    boolean begun = false;
    try {
      establish(channel, address, remote, early);
      begun = true;
    } finally {
      if (!begun) {
        ending.endUnseen();
      }
    }
  }

  /** There is a connection. Called by the driver. */
  void connected() {
    if (state == State.BETWEEN) {
      state = State.CONNECTED;
    }
  }

  /** There is none after all. Called by the driver. */
  void notConnected() {
    peer.account.disconnected();
    if (state == State.CONNECTED) {
      state = State.BETWEEN;
    }
  }

  /** Reads the channel if nobody else does; see {@link Reading#read}. */
  boolean read(boolean selected) {
    return reading.read(selected);
  }

  @Override
  void drained() {
    if (state == State.CLOSING) {
      reactor.execute(ending::closeIfWritten);
    }
  }

  @Override
  void fail(Connection failed, DisconnectReason reason, String text) {
    ending.fail(failed, reason, text, null);
  }

  /** The same, with what is to be said to the peer before. */
  void fail(Connection failed, DisconnectReason reason, String text, byte @Nullable [] lastWord) {
    ending.fail(failed, reason, text, lastWord);
  }

  /** Ends the session now, whatever is queued. */
  void end(DisconnectReason reason, String text) {
    ending.end(reason, text);
  }

  /** Lets go of a right; true if somebody wanted it meanwhile. */
  static boolean letGo(Right right) {
    boolean noted = false;
    while (!right.release()) {
      noted = true;
    }
    return noted;
  }
}
