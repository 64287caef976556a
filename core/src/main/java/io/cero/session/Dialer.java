package io.cero.session;

import io.cero.DisconnectReason;
import io.cero.Reconnect;
import io.cero.Reconnect.StopCondition;
import io.cero.SocketEvent;
import io.cero.pattern.Peer;
import io.cero.reactor.ChannelHandler;
import io.cero.reactor.Reactor;
import io.cero.reactor.Timer;
import io.cero.transport.ConnectEndpoint;
import io.cero.wire.RemotePeer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A connected endpoint: looks its name up, tries its addresses, has the handshake done, gives the
 * channel to its session, and begins again when the connection is lost.
 *
 * <pre>
 *   RESOLVING --> DIALLING --> OPENING --> UP
 *       ^            |            |         |
 *       '--- WAITING (back-off) <-+---------'      any --> STOPPED
 * </pre>
 *
 * <p>Names are looked up anew for every attempt, on the resolver's threads; an address is dialled
 * at once. A second address is tried beside the first when that takes long (RFC 8305), and the
 * first to answer wins. Owned by the driver, but for {@link #start} and {@link #close}.
 */
public final class Dialer {
  private static final long NEXT_ADDRESS = 250_000_000;

  private enum State {
    RESOLVING,
    DIALLING,
    OPENING,
    UP,
    WAITING,
    STOPPED
  }

  private final Profile profile;
  private final ConnectEndpoint endpoint;
  private final Reactor reactor;
  private final Reconnect reconnect;
  private final byte @Nullable [] routingId;
  private final Queue<SocketAddress> addresses = new ArrayDeque<>();
  private final Set<Attempt> attempts = new HashSet<>();

  // Made where they are set: most dialers connect at once, and to one address.
  private @Nullable Timer retry;
  private @Nullable Timer nextAddress;
  private @Nullable Timer connectTimeout;

  private @Nullable Session session;
  private @Nullable Opening opening;
  private State state = State.WAITING;
  private int attempt;
  private int tries;
  private String lastFailure = "";
  private boolean refused;

  /**
   * A dialer for an endpoint.
   *
   * @param routingId what a ROUTER shall call the peer, or null
   */
  public Dialer(Profile profile, ConnectEndpoint endpoint, byte @Nullable [] routingId) {
    this.profile = profile;
    this.endpoint = endpoint;
    this.reactor = profile.reactor();
    this.reconnect = profile.options.reconnect();
    this.routingId = routingId;
  }

  /** The reactor that it and its session live on. */
  public Reactor reactor() {
    return reactor;
  }

  /** The endpoint as the application wrote it. */
  public String endpoint() {
    return endpoint.text();
  }

  /**
   * Begins.
   *
   * @return the peer, unless the socket wants it only once it is connected
   */
  public @Nullable Peer start() {
    profile.begins();
    Peer peer = null;
    if (!profile.options.immediate()) {
      session = newSession();
      peer = session.peer;
    }
    reactor.execute(this::resolve);
    return peer;
  }

  private Session newSession() {
    Peer peer = profile.newPeer(endpoint.text(), true);
    peer.routingId = routingId;
    return new Session(profile, reactor, peer, this);
  }

  // ------------------------------------------------------------------ one attempt

  private void resolve() {
    if (state == State.STOPPED) {
      return;
    }
    state = State.RESOLVING;
    int current = ++attempt;
    refused = false;
    try {
      if (endpoint.isName(profile.transport)) {
        profile.resolver.execute(() -> lookUp(current, false));
      } else {
        lookUp(current, true);
      }
    } catch (RejectedExecutionException closing) {
      failed("the context is closing");
    } catch (RuntimeException | Error fault) {
      failed(fault.toString());
    }
  }

  private void lookUp(int of, boolean here) {
    List<SocketAddress> found = List.of();
    String failure = "";
    try {
      found = List.copyOf(endpoint.resolve(profile.transport));
    } catch (IOException | RuntimeException | Error e) {
      failure = textOf(e);
    }
    if (here) {
      resolved(of, found, failure);
      return;
    }
    List<SocketAddress> result = found;
    String text = failure;
    reactor.execute(() -> resolved(of, result, text));
  }

  private void resolved(int of, List<SocketAddress> found, String failure) {
    if (state != State.RESOLVING || of != attempt) {
      return;
    }
    addresses.clear();
    addresses.addAll(found);
    if (found.isEmpty()) {
      failed(failure);
      return;
    }
    state = State.DIALLING;
    long limit = Durations.nanos(profile.options.tcp().connectTimeout());
    if (limit > 0 && limit != Long.MAX_VALUE) {
      if (connectTimeout == null) {
        connectTimeout = new Timer(this::onConnectTimeout);
      }
      reactor.schedule(connectTimeout, limit);
    }
    tryNext();
  }

  private void tryNext() {
    while (state == State.DIALLING) {
      SocketAddress address = addresses.poll();
      if (address == null) {
        if (attempts.isEmpty()) {
          failed(lastFailure);
        }
        return;
      }
      Attempt next = null;
      try {
        SocketChannel channel = endpoint.open(address, profile.transport);
        next = new Attempt(channel, address);
        if (channel.isConnected()) {
          connected(next);
          return;
        }
        if (profile.events.areHeard()) {
          profile.events.emit(n -> new SocketEvent.ConnectDelayed(n, endpoint.text()));
        }
        attempts.add(next);
        reactor.register(channel, SelectionKey.OP_CONNECT, next);
        if (!addresses.isEmpty()) {
          if (nextAddress == null) {
            nextAddress = new Timer(this::tryNext);
          }
          reactor.schedule(nextAddress, NEXT_ADDRESS);
        }
        return;
      } catch (IOException | RuntimeException | Error e) {
        if (next != null) {
          attempts.remove(next);
          next.shut();
        }
        note(e);
      }
    }
  }

  private void note(Throwable e) {
    refused |= e instanceof ConnectException;
    lastFailure = textOf(e);
  }

  private static String textOf(Throwable e) {
    return e instanceof Error ? e.toString() : String.valueOf(e.getMessage());
  }

  private void onConnectTimeout() {
    if (state == State.DIALLING) {
      failed("no answer within " + profile.options.tcp().connectTimeout());
    }
  }

  /** One address being tried. */
  private final class Attempt implements ChannelHandler {
    private final SocketChannel channel;
    private final SocketAddress address;

    Attempt(SocketChannel channel, SocketAddress address) {
      this.channel = channel;
      this.address = address;
    }

    @Override
    public void onReady(int operations) {
      try {
        if (channel.finishConnect()) {
          connected(this);
        }
      } catch (IOException e) {
        lost(e);
      }
    }

    @Override
    public void onFault(Throwable fault) {
      lost(fault);
    }

    private void lost(Throwable e) {
      attempts.remove(this);
      shut();
      note(e);
      callOff(nextAddress);
      tryNext();
    }

    private void shut() {
      try {
        channel.close();
      } catch (IOException e) {
        // The descriptor is gone all the same.
      }
    }
  }

  private void connected(Attempt winner) {
    if (state != State.DIALLING) {
      winner.shut();
      return;
    }
    String address;
    Opening next;
    try {
      endpoint.connected(winner.channel);
      address = endpoint.describe(winner.address);
      next = openingOf(winner.channel, address);
    } catch (IOException | RuntimeException | Error e) {
      winner.lost(e);
      return;
    }
    attempts.remove(winner);
    shutAttempts();
    state = State.OPENING;
    if (profile.events.areHeard()) {
      profile.events.emit(
          n -> new SocketEvent.Connected(n, endpoint.text(), local(winner.channel), address));
    }
    opening = next;
    next.start();
  }

  private Opening openingOf(SocketChannel dialled, String address) {
    return new Opening(
        profile,
        reactor,
        dialled,
        endpoint.text(),
        address,
        endpoint.proxyHandshake(profile.transport),
        new Opening.Outcome() {
          @Override
          public void opened(
              SocketChannel channel, String from, @Nullable RemotePeer peer, ByteBuffer early)
              throws IOException {
            established(channel, from, peer, early);
          }

          @Override
          public void failed(boolean handshake) {
            openingFailed();
          }
        });
  }

  private static String local(SocketChannel channel) {
    try {
      return String.valueOf(channel.getLocalAddress());
    } catch (IOException e) {
      return "";
    }
  }

  private void callOff(@Nullable Timer timer) {
    if (timer != null) {
      reactor.cancel(timer);
    }
  }

  private void shutAttempts() {
    callOff(nextAddress);
    callOff(connectTimeout);
    for (Attempt each : attempts) {
      each.shut();
    }
    attempts.clear();
    addresses.clear();
  }

  private void established(
      SocketChannel channel, String address, @Nullable RemotePeer remote, ByteBuffer early)
      throws IOException {
    opening = null;
    if (state != State.OPENING) {
      Farewell.close(reactor, profile, channel, null, null, 0);
      return;
    }
    if (profile.options.immediate()) {
      Session next = newSession();
      next.establishOrEnd(channel, address, remote, early);
      session = next;
    } else {
      if (session == null) {
        session = newSession();
      }
      session.establish(channel, address, remote, early);
    }
    state = State.UP;
    tries = 0;
  }

  private void openingFailed() {
    opening = null;
    if (state != State.OPENING) {
      return;
    }
    if (reconnect.stopOn().contains(StopCondition.HANDSHAKE_FAILED)) {
      giveUp("the handshake failed");
      return;
    }
    waitAndRetry("");
  }

  private void failed(String text) {
    shutAttempts();
    if (refused && reconnect.stopOn().contains(StopCondition.CONNECTION_REFUSED)) {
      giveUp("the connection was refused");
      return;
    }
    waitAndRetry(text);
  }

  /** The session's connection is lost. */
  void lost() {
    if (state != State.UP) {
      return;
    }
    if (profile.options.immediate()) {
      session = null;
    }
    waitAndRetry("");
  }

  private void waitAndRetry(String text) {
    if (state == State.STOPPED) {
      return;
    }
    if (!reconnect.isOn()) {
      giveUp(text.isEmpty() ? "reconnecting is off" : text + ", and reconnecting is off");
      return;
    }
    state = State.WAITING;
    long nanos = backOff();
    profile.events.emit(
        n -> new SocketEvent.ConnectRetried(n, endpoint.text(), Duration.ofNanos(nanos), text));
    if (retry == null) {
      retry = new Timer(this::resolve);
    }
    reactor.schedule(retry, nanos);
  }

  /**
   * The interval, doubled with every try in a row, less a random part so that peers don't march.
   */
  private long backOff() {
    long first = Durations.nanos(reconnect.interval());
    long most = Durations.nanos(reconnect.maximumInterval());
    long nanos = first;
    for (int i = 0; i < tries && nanos < most; i++) {
      nanos = Math.min(most, nanos * 2);
    }
    tries++;
    return nanos - ThreadLocalRandom.current().nextLong(nanos / 4 + 1);
  }

  // ------------------------------------------------------------------ the end

  /** Closes: what was sent may linger, then the session ends. Any thread. */
  public void close() {
    reactor.execute(this::closeNow);
  }

  private void closeNow() {
    if (session != null && session.isOpen()) {
      session.close();
    } else if (session == null) {
      stop("");
    }
  }

  /** The session has ended, and the dialer with it. */
  void sessionEnded() {
    stop("");
  }

  /** No further try is made, so nothing that waits to be sent will ever go out. */
  private void giveUp(String text) {
    stop(text);
    if (session != null) {
      session.end(DisconnectReason.LOCAL_CLOSE, text);
    }
  }

  private void stop(String text) {
    if (state == State.STOPPED) {
      return;
    }
    state = State.STOPPED;
    callOff(retry);
    shutAttempts();
    if (opening != null) {
      opening.abandon();
      opening = null;
    }
    if (!text.isEmpty()) {
      profile.events.emit(n -> new SocketEvent.ConnectStopped(n, endpoint.text(), text));
    }
    profile.events.emit(n -> new SocketEvent.Closed(n, endpoint.text()));
    profile.ends();
  }
}
