package io.cero.testkit;

import com.spotify.netty4.handler.codec.zmtp.ZMTPCodec;
import com.spotify.netty4.handler.codec.zmtp.ZMTPHandshakeSuccess;
import com.spotify.netty4.handler.codec.zmtp.ZMTPMessage;
import com.spotify.netty4.handler.codec.zmtp.ZMTPProtocol;
import com.spotify.netty4.handler.codec.zmtp.ZMTPSession;
import com.spotify.netty4.handler.codec.zmtp.ZMTPSocketType;
import com.spotify.netty4.handler.codec.zmtp.ZMTPVersion;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A socket around Spotify's codec. Its own monitor guards its state, which the event loop changes
 * and the socket's thread waits for.
 */
final class NettySocket implements SocketDriver {
  private static final int ROUTING_ID = 5;
  private static final int SUBSCRIBE = 6;
  private static final int UNSUBSCRIBE = 7;
  private static final long RETRY_MILLIS = 20;

  private final EventLoopGroup group;
  private final ZMTPProtocol protocol;
  private final ZMTPSocketType type;
  private byte[] identity = {};

  private final Map<String, Channel> listeners = new HashMap<>();
  private final Map<String, Dialer> dialers = new HashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Queue<Incoming> inbox = new ArrayDeque<>();
  private final List<byte[]> subscriptions = new ArrayList<>();
  private final List<byte[]> envelope = new ArrayList<>();
  private @Nullable Connection asker;
  private int turn;
  private boolean closed;

  NettySocket(EventLoopGroup group, ZMTPProtocol protocol, ZMTPSocketType type) {
    this.group = group;
    this.protocol = protocol;
    this.type = type;
  }

  private record Incoming(Connection from, List<byte[]> frames) {}

  /** One connection whose handshake is done. Guarded by the socket's monitor. */
  private static final class Connection {
    final Channel channel;
    final ByteBuffer identity;
    final boolean subscriptionsTravel;
    final List<byte[]> wants = new ArrayList<>();
    @Nullable ChannelFuture lastWrite;

    Connection(Channel channel, ZMTPSession session) {
      this.channel = channel;
      this.identity = session.peerIdentity();
      this.subscriptionsTravel = session.negotiatedVersion() != ZMTPVersion.ZMTP10;
    }

    void write(List<byte[]> frames) {
      ByteBuf[] buffers =
          frames.stream().map(frame -> Unpooled.wrappedBuffer(frame)).toArray(ByteBuf[]::new);
      lastWrite = channel.writeAndFlush(ZMTPMessage.from(buffers));
    }

    void close(boolean discard) {
      if (discard || lastWrite == null) {
        channel.close();
      } else {
        lastWrite.addListener(ChannelFutureListener.CLOSE);
      }
    }
  }

  /** Connects, and again whenever the connection is lost, until it is told to stop. */
  private final class Dialer {
    final InetSocketAddress address;
    @Nullable Channel channel;
    boolean stopped;

    Dialer(InetSocketAddress address) {
      this.address = address;
    }

    void dial() {
      synchronized (NettySocket.this) {
        if (stopped) {
          return;
        }
        ChannelFuture connecting =
            new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(pipeline())
                .connect(address);
        channel = connecting.channel();
        connecting
            .channel()
            .closeFuture()
            .addListener(
                gone -> {
                  if (!group.isShuttingDown()) {
                    group.schedule(this::dial, RETRY_MILLIS, TimeUnit.MILLISECONDS);
                  }
                });
      }
    }
  }

  private ChannelInitializer<SocketChannel> pipeline() {
    byte[] local = identity;
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        ZMTPCodec codec =
            ZMTPCodec.builder().protocol(protocol).socketType(type).localIdentity(local).build();
        // A PUB drops what finds the channel unwritable: not yet at Netty's 64 KB.
        channel.config().setWriteBufferHighWaterMark(16 << 20);
        channel.pipeline().addLast(codec, new Handler());
      }
    };
  }

  /** Takes the codec's events to the socket. Runs on the event loop. */
  private final class Handler extends ChannelInboundHandlerAdapter {
    private @Nullable Connection connection;

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ZMTPHandshakeSuccess success) {
        synchronized (NettySocket.this) {
          connection = new Connection(context.channel(), success.session());
          if (closed) {
            context.close();
            return;
          }
          connections.add(connection);
          if (type == ZMTPSocketType.SUB && connection.subscriptionsTravel) {
            for (byte[] prefix : subscriptions) {
              connection.write(List.of(subscription(1, prefix)));
            }
          }
          NettySocket.this.notifyAll();
        }
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ZMTPMessage received = (ZMTPMessage) message;
      List<byte[]> frames = new ArrayList<>();
      for (ByteBuf frame : received) {
        frames.add(bytes(frame));
      }
      received.release();
      synchronized (NettySocket.this) {
        if (connection != null) {
          accept(connection, frames);
        }
        NettySocket.this.notifyAll();
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      synchronized (NettySocket.this) {
        NettySocket.this.notifyAll();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      synchronized (NettySocket.this) {
        connections.remove(connection);
        NettySocket.this.notifyAll();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  private static byte[] bytes(ByteBuf frame) {
    byte[] bytes = new byte[frame.readableBytes()];
    frame.getBytes(frame.readerIndex(), bytes);
    return bytes;
  }

  private void accept(Connection connection, List<byte[]> frames) {
    switch (type) {
      case PUB -> {
        byte[] body = frames.get(0);
        if (body.length > 0 && body[0] == 1) {
          connection.wants.add(Arrays.copyOfRange(body, 1, body.length));
        } else if (body.length > 0 && body[0] == 0) {
          remove(connection.wants, Arrays.copyOfRange(body, 1, body.length));
        }
      }
      case SUB -> {
        if (matches(subscriptions, frames.get(0))) {
          inbox.add(new Incoming(connection, frames));
        }
      }
      case PUSH -> {}
      default -> inbox.add(new Incoming(connection, frames));
    }
  }

  private static boolean matches(List<byte[]> prefixes, byte[] body) {
    return prefixes.stream()
        .anyMatch(
            prefix ->
                prefix.length <= body.length
                    && Arrays.equals(prefix, 0, prefix.length, body, 0, prefix.length));
  }

  private static void remove(List<byte[]> prefixes, byte[] prefix) {
    for (int i = 0; i < prefixes.size(); i++) {
      if (Arrays.equals(prefixes.get(i), prefix)) {
        prefixes.remove(i);
        return;
      }
    }
  }

  private static byte[] subscription(int first, byte[] prefix) {
    byte[] body = new byte[1 + prefix.length];
    body[0] = (byte) first;
    System.arraycopy(prefix, 0, body, 1, prefix.length);
    return body;
  }

  private static InetSocketAddress address(String endpoint) {
    if (!endpoint.startsWith("tcp://")) {
      throw new IllegalArgumentException("only tcp:// endpoints, not " + endpoint);
    }
    int colon = endpoint.lastIndexOf(':');
    String host = endpoint.substring("tcp://".length(), colon);
    String port = endpoint.substring(colon + 1);
    return new InetSocketAddress(
        host.equals("*") ? "0.0.0.0" : host.replace("[", "").replace("]", ""),
        port.equals("*") ? 0 : Integer.parseInt(port));
  }

  @Override
  public String bind(String endpoint) {
    Channel channel =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(pipeline())
            .bind(address(endpoint))
            .syncUninterruptibly()
            .channel();
    InetSocketAddress bound = (InetSocketAddress) channel.localAddress();
    String actual = "tcp://" + bound.getAddress().getHostAddress() + ":" + bound.getPort();
    synchronized (this) {
      listeners.put(actual, channel);
    }
    return actual;
  }

  @Override
  public void unbind(String endpoint) {
    Channel channel;
    synchronized (this) {
      channel = listeners.remove(endpoint);
    }
    if (channel == null) {
      throw new IllegalArgumentException("not bound to " + endpoint);
    }
    channel.close().syncUninterruptibly();
  }

  @Override
  public void connect(String endpoint) {
    Dialer dialer = new Dialer(address(endpoint));
    synchronized (this) {
      dialers.put(endpoint, dialer);
    }
    dialer.dial();
  }

  @Override
  public synchronized void disconnect(String endpoint) {
    Dialer dialer = dialers.remove(endpoint);
    if (dialer == null) {
      throw new IllegalArgumentException("not connected to " + endpoint);
    }
    dialer.stopped = true;
    if (dialer.channel != null) {
      dialer.channel.close();
    }
  }

  @Override
  public synchronized void setOption(int number, Object value) {
    switch (number) {
      case ROUTING_ID -> identity = (byte[]) value;
      case SUBSCRIBE, UNSUBSCRIBE -> {
        byte[] prefix = (byte[]) value;
        boolean adding = number == SUBSCRIBE;
        if (adding) {
          subscriptions.add(prefix);
        } else {
          remove(subscriptions, prefix);
        }
        for (Connection connection : connections) {
          if (connection.subscriptionsTravel) {
            connection.write(List.of(subscription(adding ? 1 : 0, prefix)));
          }
        }
      }
      default -> {
        // It has no such knob: the tests' common options, such as marks and linger, mean nothing.
      }
    }
  }

  private @Nullable Connection eligible() {
    for (int i = 0; i < connections.size(); i++) {
      Connection connection = connections.get((turn + i) % connections.size());
      if (connection.channel.isWritable()) {
        turn = (turn + i + 1) % connections.size();
        return connection;
      }
    }
    return null;
  }

  private @Nullable Connection identified(byte[] id) {
    for (Connection connection : connections) {
      if (connection.identity.equals(ByteBuffer.wrap(id))) {
        return connection;
      }
    }
    return null;
  }

  @Override
  public synchronized boolean send(List<byte[]> frames, int timeoutMillis) {
    switch (type) {
      case PUB -> {
        for (Connection connection : connections) {
          boolean wanted =
              !connection.subscriptionsTravel || matches(connection.wants, frames.get(0));
          if (wanted && connection.channel.isWritable()) {
            connection.write(frames);
          }
        }
        return true;
      }
      case ROUTER -> {
        Connection to = identified(frames.get(0));
        if (to != null) {
          to.write(frames.subList(1, frames.size()));
        }
        return true;
      }
      case REP -> {
        if (asker == null) {
          throw new IllegalStateException("REP sends only after it received");
        }
        List<byte[]> all = new ArrayList<>(envelope);
        all.addAll(frames);
        asker.write(all);
        asker = null;
        return true;
      }
      case PULL, SUB -> throw new IllegalStateException(type + " does not send");
      default -> {
        if (!await(timeoutMillis, () -> eligible() != null)) {
          return false;
        }
        Connection to = eligible();
        if (to == null) {
          return false;
        }
        List<byte[]> all = new ArrayList<>();
        if (type == ZMTPSocketType.REQ) {
          all.add(new byte[0]);
        }
        all.addAll(frames);
        to.write(all);
        return true;
      }
    }
  }

  @Override
  public synchronized @Nullable List<byte[]> receive(int timeoutMillis) {
    if (!await(timeoutMillis, () -> !inbox.isEmpty())) {
      return null;
    }
    Incoming incoming = inbox.remove();
    List<byte[]> frames = incoming.frames();
    switch (type) {
      case ROUTER -> {
        List<byte[]> all = new ArrayList<>();
        byte[] id = new byte[incoming.from().identity.remaining()];
        incoming.from().identity.duplicate().get(id);
        all.add(id);
        all.addAll(frames);
        return all;
      }
      case REP, REQ -> {
        int delimiter = 0;
        while (delimiter < frames.size() && frames.get(delimiter).length > 0) {
          delimiter++;
        }
        if (delimiter == frames.size()) {
          throw new IllegalStateException("a message without a delimiter came to " + type);
        }
        envelope.clear();
        envelope.addAll(frames.subList(0, delimiter + 1));
        asker = incoming.from();
        return frames.subList(delimiter + 1, frames.size());
      }
      default -> {
        return frames;
      }
    }
  }

  private interface Condition {
    boolean holds();
  }

  /** Waits on this socket's monitor, which the caller holds. */
  private boolean await(int timeoutMillis, Condition condition) {
    long end = System.nanoTime() + timeoutMillis * 1_000_000L;
    while (!condition.holds()) {
      long left = (end - System.nanoTime() + 999_999) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  @Override
  public synchronized boolean ready(boolean toSend) {
    if (!toSend) {
      return !inbox.isEmpty();
    }
    return switch (type) {
      case PUB, ROUTER -> true;
      case REP -> asker != null;
      case PULL, SUB -> false;
      default -> connections.stream().anyMatch(connection -> connection.channel.isWritable());
    };
  }

  @Override
  public void close(boolean discard) {
    List<Channel> bound;
    synchronized (this) {
      closed = true;
      dialers.values().forEach(dialer -> dialer.stopped = true);
      bound = List.copyOf(listeners.values());
      listeners.clear();
      List.copyOf(connections).forEach(connection -> connection.close(discard));
    }
    bound.forEach(channel -> channel.close().syncUninterruptibly());
  }
}
