package io.cero.campaigns.endings;

import io.cero.Context;
import io.cero.Heartbeat;
import io.cero.RoutingId;
import io.cero.Socket;
import io.cero.SocketOptions;
import io.cero.SubSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The socket types, each with what it does where there is no room and whom it talks to. */
public enum SocketKind {
  PAIR,
  PUB,
  SUB,
  XPUB,
  XSUB,
  REQ,
  REP,
  DEALER,
  ROUTER,
  PUSH,
  PULL,
  STREAM;

  /** The identity of a ROUTER's peer. */
  static final RoutingId PEER = RoutingId.of("peer");

  /**
   * What is set for a socket.
   *
   * @param mark both marks
   * @param timeout of sends and receives that are given none; null for none
   */
  public record Settings(
      Duration linger,
      int mark,
      @Nullable Duration timeout,
      boolean shared,
      Optional<Heartbeat> heartbeat) {
    public Settings(Duration linger, int mark) {
      this(linger, mark, null, false, Optional.empty());
    }

    <O extends SocketOptions<O>> Consumer<O> common() {
      return o -> {
        o.linger(linger).sendHighWaterMark(mark).receiveHighWaterMark(mark);
        if (timeout != null) {
          o.sendTimeout(timeout).receiveTimeout(timeout);
        }
        o.shared(shared);
        heartbeat.ifPresent(o::heartbeat);
        // Little room in the kernel, so that a peer that does not read is soon felt.
        o.tcp(tcp -> tcp.withSendBufferSize(8192).withReceiveBufferSize(8192));
      };
    }
  }

  /** Makes one; a SUB is subscribed to everything. */
  public Socket open(Context context, Settings settings) {
    return switch (this) {
      case PAIR -> context.pair(settings.common());
      case PUB -> context.pub(settings.common());
      case SUB -> subscribed(context.sub(settings.common()));
      case XPUB -> context.xpub(settings.common());
      case XSUB -> context.xsub(settings.common());
      case REQ -> context.req(settings.common());
      case REP -> context.rep(settings.common());
      case DEALER -> context.dealer(settings.common());
      case ROUTER ->
          context.router(
              o -> {
                settings.<io.cero.RouterOptions>common().accept(o);
                o.mandatory(true);
              });
      case PUSH -> context.push(settings.common());
      case PULL -> context.pull(settings.common());
      case STREAM -> context.stream(settings.common());
    };
  }

  private static Socket subscribed(SubSocket sub) {
    sub.subscribe("");
    return sub;
  }

  /** Makes a peer of this kind: one that sends nothing by itself, no subscription either. */
  public Socket openPeer(Context context, Settings settings) {
    return switch (this) {
      case PAIR -> context.pair(settings.common());
      case PUB, XPUB -> context.sub(settings.common());
      case SUB, XSUB -> context.pub(settings.common());
      case REQ -> context.rep(settings.common());
      case REP -> context.req(settings.common());
      case DEALER -> context.dealer(settings.common());
      case ROUTER ->
          context.dealer(
              o -> {
                settings.<io.cero.DealerOptions>common().accept(o);
                o.routingId(PEER);
              });
      case PUSH -> context.pull(settings.common());
      case PULL -> context.push(settings.common());
      case STREAM -> throw new IllegalArgumentException("its peers speak no ZMTP");
    };
  }

  /** The name that a peer of this kind has in its handshake. */
  public String peerName() {
    return switch (this) {
      case PAIR -> "PAIR";
      case PUB, XPUB -> "SUB";
      case SUB, XSUB -> "PUB";
      case REQ -> "REP";
      case REP -> "REQ";
      case DEALER, ROUTER -> "DEALER";
      case PUSH -> "PULL";
      case PULL -> "PUSH";
      case STREAM -> "";
    };
  }

  /** True if a send waits where no peer has room. */
  boolean waitsForRoom() {
    return this == PAIR || this == DEALER || this == PUSH || this == REQ;
  }

  /** True if a send never waits and never fails. */
  boolean neverWaits() {
    return this == PUB || this == XPUB || this == XSUB;
  }

  boolean receives() {
    return this != PUB && this != PUSH;
  }

  /** True if what it receives begins with a frame that says from whom. */
  boolean receivesAddresses() {
    return this == ROUTER || this == STREAM;
  }

  boolean publishes() {
    return this == PUB || this == XPUB;
  }
}
