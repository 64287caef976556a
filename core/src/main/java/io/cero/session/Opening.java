package io.cero.session;

import io.cero.HandshakeFailure;
import io.cero.SocketEvent;
import io.cero.reactor.ChannelHandler;
import io.cero.reactor.Reactor;
import io.cero.reactor.Timer;
import io.cero.transport.Socks5Exception;
import io.cero.transport.Socks5Handshake;
import io.cero.wire.Handshake;
import io.cero.wire.RemotePeer;
import io.cero.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection before its first frame: the exchange with a proxy, if there is one, and the ZMTP
 * handshake.
 *
 * <p>Owned by the driver. It ends once: with {@link Outcome#opened}, after which the channel is
 * somebody else's, or with {@link Outcome#failed}, after which it is closed.
 */
final class Opening implements ChannelHandler {
  /** Where an opening leads. */
  interface Outcome {
    /** The handshake is done; what follows it was read already as far as {@code early} says. */
    void opened(SocketChannel channel, String address, @Nullable RemotePeer peer, ByteBuffer early)
        throws IOException;

    /** It failed, and the channel is closed. */
    void failed(boolean handshake);
  }

  private final Profile profile;
  private final Reactor reactor;
  private final SocketChannel channel;
  private final String endpoint;
  private final String address;
  private final Outcome outcome;
  private final @Nullable Socks5Handshake proxy;
  private final @Nullable Handshake handshake;
  private final Timer patience = new Timer(this::onTimeout);
  private final ByteBuffer in = ByteBuffer.allocate(4096).limit(0); // what was read and not taken
  private final ByteBuffer out = ByteBuffer.allocate(1024).limit(0);
  private @Nullable SelectionKey key;
  private boolean over;

  Opening(
      Profile profile,
      Reactor reactor,
      SocketChannel channel,
      String endpoint,
      String address,
      @Nullable Socks5Handshake proxy,
      Outcome outcome) {
    this.profile = profile;
    this.reactor = reactor;
    this.channel = channel;
    this.endpoint = endpoint;
    this.address = address;
    this.proxy = proxy;
    this.outcome = outcome;
    this.handshake = profile.raw ? null : new Handshake(profile.localPeer(address));
  }

  void start() {
    profile.begins();
    try {
      key = reactor.register(channel, SelectionKey.OP_READ, this);
      long nanos = Durations.nanos(profile.options.handshakeTimeout());
      if (nanos > 0 && nanos != Long.MAX_VALUE) {
        reactor.schedule(patience, nanos);
      }
      proceed();
    } catch (IOException e) {
      fail(HandshakeFailure.IO_ERROR, String.valueOf(e.getMessage()), null);
    } catch (RuntimeException | Error fault) {
      onFault(fault);
    }
  }

  @Override
  public void onReady(int operations) {
    proceed();
  }

  @Override
  public void onFault(Throwable fault) {
    fail(HandshakeFailure.IO_ERROR, fault.toString(), null);
  }

  private void proceed() {
    if (over) {
      return;
    }
    try {
      while (true) {
        boolean written = write();
        if (over || isDone(written)) {
          return;
        }
        in.clear();
        int count = channel.read(in);
        if (count < 0) {
          fail(HandshakeFailure.PEER_CLOSED, "the peer closed during " + stage(), null);
          return;
        }
        if (count == 0) {
          return;
        }
        in.flip();
        take();
      }
    } catch (WireException e) {
      fail(
          failureOf(e),
          String.valueOf(e.getMessage()),
          e.errorCommand().map(this::behindTheRest).orElse(null));
    } catch (Socks5Exception e) {
      fail(HandshakeFailure.IO_ERROR, String.valueOf(e.getMessage()), null);
    } catch (IOException e) {
      fail(HandshakeFailure.IO_ERROR, String.valueOf(e.getMessage()), null);
    }
  }

  /** The exchange with the proxy while it lasts. */
  private @Nullable Socks5Handshake proxyExchange() {
    Socks5Handshake exchange = proxy;
    return exchange == null || exchange.isDone() ? null : exchange;
  }

  private void take() throws WireException, Socks5Exception {
    Socks5Handshake exchange = proxyExchange();
    if (exchange != null) {
      exchange.receive(in);
    }
    if (proxyExchange() == null && handshake != null) {
      handshake.receive(in);
    }
  }

  /** Done once everything is said both ways; what was read beyond stays for the session. */
  private boolean isDone(boolean written) throws IOException {
    if (!written || proxyExchange() != null || (handshake != null && !handshake.isComplete())) {
      return false;
    }
    over = true;
    reactor.cancel(patience);
    RemotePeer peer = handshake == null ? null : handshake.peer();
    try {
      outcome.opened(channel, address, peer, in);
      profile.ends();
    } catch (IOException | RuntimeException | Error fault) {
      over = false; // nobody has taken the channel
      onFault(fault);
    }
    return true;
  }

  /** Writes what there is to say; false if the channel takes no more now. */
  private boolean write() throws IOException {
    while (true) {
      Socks5Handshake exchange = proxyExchange();
      if (exchange != null) {
        ByteBuffer words = exchange.outbound();
        channel.write(words);
        return interest(!words.hasRemaining());
      }
      if (!out.hasRemaining()) {
        if (handshake == null || !handshake.hasOutput()) {
          return interest(true);
        }
        out.clear();
        handshake.takeOutput(out);
        out.flip();
      }
      channel.write(out);
      if (out.hasRemaining()) {
        return interest(false);
      }
    }
  }

  private boolean interest(boolean written) {
    int wanted = written ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    SelectionKey registered = Objects.requireNonNull(key);
    if (registered.interestOps() != wanted) {
      registered.interestOps(wanted);
    }
    return written;
  }

  /** What a failed handshake had still to say, and then the error: the peer takes them in order. */
  private byte[] behindTheRest(byte[] error) {
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    while (true) {
      words.write(out.array(), out.position(), out.remaining());
      if (handshake == null || !handshake.hasOutput()) {
        break;
      }
      handshake.takeOutput(out.clear());
      out.flip();
    }
    words.writeBytes(error);
    return words.toByteArray();
  }

  private String stage() {
    return proxyExchange() != null ? "the exchange with the proxy" : "the handshake";
  }

  private void onTimeout() {
    fail(
        HandshakeFailure.TIMEOUT,
        "not done after " + profile.options.handshakeTimeout() + ": " + handshake,
        null);
  }

  /** Gives up, from outside. */
  void abandon() {
    fail(HandshakeFailure.IO_ERROR, "closed", null);
  }

  private void fail(HandshakeFailure reason, String text, byte @Nullable [] lastWord) {
    if (over) {
      return;
    }
    over = true;
    reactor.cancel(patience);
    Farewell.close(reactor, profile, channel, key, lastWord, 0);
    profile.events.emit(n -> new SocketEvent.HandshakeFailed(n, endpoint, address, reason, text));
    try {
      outcome.failed(true);
    } finally {
      profile.ends();
    }
  }

  private static HandshakeFailure failureOf(WireException fault) {
    return switch (fault.reason()) {
      case NOT_ZMTP -> HandshakeFailure.NOT_ZMTP;
      case UNSUPPORTED_VERSION -> HandshakeFailure.VERSION;
      case MECHANISM_MISMATCH -> HandshakeFailure.MECHANISM;
      case AUTHENTICATION_FAILED -> HandshakeFailure.AUTHENTICATION;
      case ILLEGAL_SOCKET_PAIR -> HandshakeFailure.SOCKET_TYPE;
      case PEER_REPORTED_ERROR -> HandshakeFailure.REFUSED_BY_PEER;
      default -> HandshakeFailure.PROTOCOL_ERROR;
    };
  }
}
