package io.cero.interop;

import io.cero.Context;
import io.cero.Frame;
import io.cero.Message;
import io.cero.Receiver;
import io.cero.RoutingId;
import io.cero.Sender;
import io.cero.Socket;
import io.cero.SocketOptions;
import io.cero.SubSocket;
import io.cero.testkit.Peers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A Cero socket of any type. */
final class OurParty implements Party {
  private static final Duration DEADLINE = Peers.DEADLINE;

  private final Socket socket;

  private OurParty(Socket socket) {
    this.socket = socket;
  }

  /** Opens a socket whose calls end in time, whatever happens. */
  static OurParty open(Context context, String type, byte @Nullable [] identity) {
    return open(context, type, identity, options -> {});
  }

  static OurParty open(
      Context context,
      String type,
      byte @Nullable [] identity,
      Consumer<SocketOptions<?>> settings) {
    Consumer<SocketOptions<?>> all =
        options -> {
          options.sendTimeout(DEADLINE).receiveTimeout(DEADLINE);
          settings.accept(options);
        };
    RoutingId id = identity == null ? null : RoutingId.of(identity);
    return new OurParty(
        switch (type) {
          case "PAIR" -> context.pair(all::accept);
          case "PUB" -> context.pub(all::accept);
          case "SUB" -> context.sub(all::accept);
          case "XPUB" -> context.xpub(all::accept);
          case "XSUB" -> context.xsub(all::accept);
          case "PUSH" -> context.push(all::accept);
          case "PULL" -> context.pull(all::accept);
          case "STREAM" -> context.stream(all::accept);
          case "REQ" ->
              context.req(
                  options -> {
                    all.accept(options);
                    if (id != null) {
                      options.routingId(id);
                    }
                  });
          case "REP" ->
              context.rep(
                  options -> {
                    all.accept(options);
                    if (id != null) {
                      options.routingId(id);
                    }
                  });
          case "DEALER" ->
              context.dealer(
                  options -> {
                    all.accept(options);
                    if (id != null) {
                      options.routingId(id);
                    }
                  });
          case "ROUTER" ->
              context.router(
                  options -> {
                    all.accept(options);
                    // Another ROUTER can send here only once it knows us: say so at once.
                    options.mandatory(true);
                    if (id != null) {
                      options.routingId(id);
                    }
                  });
          default -> throw new IllegalArgumentException("no socket type " + type);
        });
  }

  Socket socket() {
    return socket;
  }

  @Override
  public String type() {
    return socket.type().name();
  }

  @Override
  public String bind(String endpoint) {
    return socket.bind(endpoint);
  }

  @Override
  public void connect(String endpoint) {
    socket.connect(endpoint);
  }

  @Override
  public void send(byte[]... frames) {
    ((Sender) socket).send(Message.of(frames));
  }

  @Override
  public List<byte[]> receive() {
    return frames(((Receiver) socket).receive());
  }

  @Override
  public Optional<List<byte[]>> receive(Duration timeout) {
    return ((Receiver) socket).receive(timeout).map(OurParty::frames);
  }

  static List<byte[]> frames(Message message) {
    return message.frames().stream().map(Frame::toByteArray).toList();
  }

  @Override
  public void subscribe(byte[] prefix) {
    if (socket instanceof SubSocket sub) {
      sub.subscribe(prefix);
    } else {
      send(Samples.subscription(1, prefix));
    }
  }

  @Override
  public void unsubscribe(byte[] prefix) {
    if (socket instanceof SubSocket sub) {
      sub.unsubscribe(prefix);
    } else {
      send(Samples.subscription(0, prefix));
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
