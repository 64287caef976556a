package io.cero.session;

import io.cero.SocketEvent;
import io.cero.pattern.Peer;
import io.cero.reactor.ChannelHandler;
import io.cero.reactor.Reactor;
import io.cero.reactor.Timer;
import io.cero.transport.BoundChannel;
import io.cero.wire.RemotePeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A bound endpoint: accepts connections, has their handshakes done, and gives each its session.
 *
 * <p>Owned by the driver, but for {@link #close}, which any thread may call.
 */
public final class Listener implements ChannelHandler {
  private static final int ACCEPTS = 64;
  private static final long PAUSE = 100_000_000;

  private final Profile profile;
  private final Reactor reactor;
  private final BoundChannel bound;
  private final Set<Opening> openings = new HashSet<>();
  private @Nullable SelectionKey key;
  private @Nullable Timer pause;
  private boolean closed;

  /** A listener on a channel that is bound already. */
  public Listener(Profile profile, BoundChannel bound) {
    this.profile = profile;
    this.bound = bound;
    this.reactor = profile.reactor();
  }

  /** Where it really listens. */
  public String endpoint() {
    return bound.endpoint();
  }

  /** The reactor that it and its sessions live on. */
  public Reactor reactor() {
    return reactor;
  }

  /** Begins to accept. */
  public void start() {
    profile.begins();
    if (profile.events.areHeard()) {
      profile.events.emit(n -> new SocketEvent.Listening(n, endpoint()));
    }
    reactor.execute(this::register);
  }

  private void register() {
    if (closed) {
      return;
    }
    try {
      key = reactor.register(bound.channel(), SelectionKey.OP_ACCEPT, this);
    } catch (IOException | RuntimeException | Error e) {
      onFault(e);
    }
  }

  @Override
  public void onReady(int operations) {
    for (int accepts = 0; accepts < ACCEPTS && !closed; accepts++) {
      SocketChannel channel;
      try {
        channel = bound.accept();
      } catch (IOException e) {
        pause(String.valueOf(e.getMessage()));
        return;
      } catch (RuntimeException | Error fault) {
        pause(fault.toString());
        return;
      }
      if (channel == null) {
        return;
      }
      try {
        open(channel);
      } catch (RuntimeException | Error fault) {
        shut(channel);
        onFault(fault);
      }
    }
  }

  private void pause(String failure) {
    profile.events.emit(n -> new SocketEvent.AcceptFailed(n, endpoint(), failure));
    if (key != null) {
      key.interestOps(0);
    }
    pause = new Timer(this::resume);
    reactor.schedule(pause, PAUSE);
  }

  private static void shut(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone all the same.
    }
  }

  private void resume() {
    if (!closed && key != null && key.isValid()) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  private void open(SocketChannel channel) {
    String address = bound.describePeer(channel);
    if (profile.events.areHeard()) {
      profile.events.emit(n -> new SocketEvent.Accepted(n, endpoint(), address));
    }
    Opening[] self = new Opening[1];
    Opening opening =
        new Opening(
            profile,
            reactor,
            channel,
            endpoint(),
            address,
            null,
            new Opening.Outcome() {
              @Override
              public void opened(
                  SocketChannel opened, String from, @Nullable RemotePeer peer, ByteBuffer early)
                  throws IOException {
                openings.remove(self[0]);
                established(opened, from, peer, early);
              }

              @Override
              public void failed(boolean handshake) {
                openings.remove(self[0]);
              }
            });
    self[0] = opening;
    openings.add(opening);
    opening.start();
  }

  private void established(
      SocketChannel channel, String address, @Nullable RemotePeer remote, ByteBuffer early)
      throws IOException {
    if (closed) {
      Farewell.close(reactor, profile, channel, null, null, 0);
      return;
    }
    Peer peer = profile.newPeer(endpoint(), false);
    Session session = new Session(profile, reactor, peer, null);
    session.establishOrEnd(channel, address, remote, early);
  }

  @Override
  public void onFault(Throwable fault) {
    profile.events.emit(n -> new SocketEvent.AcceptFailed(n, endpoint(), fault.toString()));
  }

  /**
   * Stops listening; the port is free when the latch is down, and what needs no selector to be free
   * is so at once. Sessions go on.
   */
  public CountDownLatch close() {
    CountDownLatch done = new CountDownLatch(1);
    try {
      bound.withdraw();
    } catch (IOException | RuntimeException | Error e) {
      // Closing tries again, and tells.
    }
    if (reactor.isOver()) {
      closeNow(done); // nobody drives any more
    } else {
      reactor.execute(() -> closeNow(done));
    }
    return done;
  }

  private void closeNow(CountDownLatch done) {
    try {
      if (closed) {
        return;
      }
      closed = true;
      if (pause != null) {
        reactor.cancel(pause);
      }
      try {
        bound.close();
      } catch (IOException | RuntimeException | Error e) {
        profile.events.emit(
            n -> new SocketEvent.CloseFailed(n, endpoint(), String.valueOf(e.getMessage())));
      }
      reactor.flushClosed();
      for (Opening opening : Set.copyOf(openings)) {
        opening.abandon();
      }
      profile.events.emit(n -> new SocketEvent.Closed(n, endpoint()));
      profile.ends();
    } finally {
      done.countDown();
    }
  }
}
