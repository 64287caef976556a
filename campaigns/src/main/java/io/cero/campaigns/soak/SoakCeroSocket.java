package io.cero.campaigns.soak;

import io.cero.Context;
import io.cero.Frame;
import io.cero.Heartbeat;
import io.cero.Message;
import io.cero.PeerStatistics;
import io.cero.ReceiveStatistics;
import io.cero.Receiver;
import io.cero.Reconnect;
import io.cero.RoutingId;
import io.cero.SendStatistics;
import io.cero.Sender;
import io.cero.Socket;
import io.cero.SocketOptions;
import io.cero.SocketStatistics;
import io.cero.SubSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A socket of ours in a soak. */
final class SoakCeroSocket implements SoakSocket {
  private static final Set<String> ONE_FOR_ONE =
      Set.of("PUSH", "PULL", "PAIR", "DEALER", "ROUTER", "REQ", "REP", "SUB");

  private final String type;
  private final Socket socket;

  private SoakCeroSocket(String type, Socket socket) {
    this.type = type;
    this.socket = socket;
  }

  /** Makes one. */
  static SoakCeroSocket open(Context context, SoakEnd.Terms terms) {
    Socket socket =
        switch (terms.type()) {
          case "PUSH" -> context.push(SoakCeroSocket::set);
          case "PULL" -> context.pull(SoakCeroSocket::set);
          case "PUB" -> context.pub(SoakCeroSocket::set);
          case "SUB" -> context.sub(SoakCeroSocket::set);
          case "XPUB" -> context.xpub(SoakCeroSocket::set);
          case "XSUB" -> context.xsub(SoakCeroSocket::set);
          case "REP" -> context.rep(SoakCeroSocket::set);
          case "PAIR" -> context.pair(SoakCeroSocket::set);
          case "REQ" ->
              context.req(
                  o -> {
                    set(o);
                    o.relaxed(terms.relaxed()).correlated(terms.relaxed());
                  });
          case "ROUTER" ->
              context.router(
                  o -> {
                    set(o);
                    o.handover(true);
                  });
          case "DEALER" ->
              context.dealer(
                  o -> {
                    set(o);
                    if (!terms.identity().isEmpty()) {
                      o.routingId(RoutingId.of(terms.identity()));
                    }
                  });
          default -> throw new IllegalArgumentException("no type " + terms.type());
        };
    return new SoakCeroSocket(terms.type(), socket);
  }

  private static void set(SocketOptions<?> options) {
    options.reconnect(
        Reconnect.every(Duration.ofMillis(50)).withMaximumInterval(Duration.ofMillis(500)));
    options.heartbeat(Heartbeat.every(Duration.ofSeconds(1)).withTimeout(Duration.ofSeconds(5)));
    options.handshakeTimeout(Duration.ofSeconds(3));
    options.linger(Duration.ofMillis(100));
  }

  @Override
  public void bind(String endpoint) {
    socket.bind(endpoint);
  }

  @Override
  public void unbind(String endpoint) {
    socket.unbind(endpoint);
  }

  @Override
  public void connect(String endpoint) {
    socket.connect(endpoint);
  }

  @Override
  public void disconnect(String endpoint) {
    socket.disconnect(endpoint);
  }

  @Override
  public void subscribe(byte[] prefix) {
    if (socket instanceof SubSocket sub) {
      sub.subscribe(prefix);
    } else {
      byte[] command = new byte[prefix.length + 1];
      command[0] = 1;
      System.arraycopy(prefix, 0, command, 1, prefix.length);
      ((Sender) socket).send(command);
    }
  }

  @Override
  public boolean send(List<byte[]> frames) {
    return ((Sender) socket).trySend(Message.of(frames.toArray(byte[][]::new)));
  }

  @Override
  public @Nullable List<byte[]> receive(int millis) {
    Receiver receiver = (Receiver) socket;
    return (millis == 0 ? receiver.tryReceive() : receiver.receive(Duration.ofMillis(millis)))
        .map(message -> message.frames().stream().map(Frame::toByteArray).toList())
        .orElse(null);
  }

  @Override
  public String describe() {
    return socket + " " + socket.peers() + " " + socket.statistics();
  }

  @Override
  public Supplier<String> close(long sent, long received) {
    String living = sums(socket.statistics());
    socket.close();
    return () -> living.isEmpty() ? wrong(socket.statistics(), sent, received) : living;
  }

  private String wrong(SocketStatistics now, long sent, long received) {
    String sums = sums(now);
    if (!sums.isEmpty()) {
      return sums;
    }
    if (!now.peers().isEmpty() || now.sent().queued() > 0 || now.received().queued() > 0) {
      return "it is closed and has " + now;
    }
    if (!ONE_FOR_ONE.contains(type)) {
      return now.sent().accepted() < sent ? "it took " + sent + " messages: " + now : "";
    }
    return now.sent().accepted() == sent && now.received().delivered() == received
        ? ""
        : "it took " + sent + " messages and gave " + received + ": " + now;
  }

  /** The two sums, for the socket and for each of its peers. */
  private static String sums(SocketStatistics now) {
    boolean hold = holds(now.sent()) && holds(now.received());
    for (PeerStatistics peer : now.peers()) {
      hold &= holds(peer.sent()) && holds(peer.received());
    }
    return hold ? "" : "the sums don't hold: " + now;
  }

  private static boolean holds(SendStatistics now) {
    return now.accepted() == now.written() + now.queued() + now.droppedInAll()
        && least(now.written(), now.queued(), now.queuedBytes()) >= 0;
  }

  private static boolean holds(ReceiveStatistics now) {
    return now.read() == now.delivered() + now.queued() + now.droppedInAll()
        && least(now.delivered(), now.queued(), now.queuedBytes()) >= 0;
  }

  private static long least(long... numbers) {
    return Arrays.stream(numbers).min().orElse(0);
  }
}
