package io.cero.session;

import io.cero.SocketEvent;
import io.cero.SocketOptions;
import io.cero.overflow.MoverThreads;
import io.cero.pattern.Inbox;
import io.cero.pipe.ChunkPool;
import io.cero.reactor.Reactor;
import io.cero.reactor.Waiter;
import io.cero.transport.ConnectEndpoint;
import io.cero.transport.TransportOptions;
import io.cero.wire.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A reactor with what a session needs around it, and no socket above. */
final class Rig implements AutoCloseable {
  final Reactor reactor;
  final BlockingQueue<SocketEvent> events = new LinkedBlockingQueue<>();
  final Lifetimes lifetimes = new Lifetimes();
  private final ExecutorService resolver =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "rig-resolver"));
  private final AtomicLong number = new AtomicLong();
  private final List<Dialer> dialers = new ArrayList<>();

  Rig() throws IOException {
    reactor = new Reactor("rig-io");
    reactor.start();
  }

  Profile profile(SocketOptions<?> options) {
    return new Profile(
        new Profile.Particulars(SocketType.REQ, false, false, new byte[0], null, null, null),
        options,
        new Profile.Surroundings(
            new ChunkPool(), lifetimes, resolver, new MoverThreads("rig-overflow"), () -> reactor),
        event -> events.add(event.apply(number.getAndIncrement())),
        new Inbox(new Waiter()));
  }

  Dialer dial(SocketOptions<?> options, ConnectEndpoint endpoint) {
    Dialer dialer = new Dialer(profile(options), endpoint, null);
    dialers.add(dialer);
    dialer.start();
    return dialer;
  }

  /** The next event of a kind; others are passed over. */
  <E extends SocketEvent> E event(Class<E> kind) {
    List<SocketEvent> passed = new ArrayList<>();
    try {
      while (true) {
        SocketEvent event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) {
          throw new AssertionError("no " + kind.getSimpleName() + ", but " + passed);
        }
        if (kind.isInstance(event)) {
          return kind.cast(event);
        }
        passed.add(event);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** An address where nobody listens. */
  static SocketAddress refusing() throws IOException {
    try (ServerSocket closed = listener()) {
      return closed.getLocalSocketAddress();
    }
  }

  @Override
  public void close() {
    dialers.forEach(Dialer::close);
    if (!lifetimes.awaitNone(20_000_000_000L)) {
      throw new AssertionError("something outlived its end");
    }
    reactor.close();
    try {
      reactor.join(20_000_000_000L);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    resolver.shutdownNow();
  }

  /** An endpoint with the addresses that a test gives it. */
  abstract static class Scripted implements ConnectEndpoint {
    @Override
    public boolean isName(TransportOptions options) {
      return true;
    }

    final List<String> resolvedOn = new CopyOnWriteArrayList<>();

    abstract List<SocketAddress> addresses() throws IOException;

    @Override
    public List<SocketAddress> resolve(TransportOptions options) throws IOException {
      resolvedOn.add(Thread.currentThread().getName());
      return addresses();
    }

    @Override
    public SocketChannel open(SocketAddress address, TransportOptions options) throws IOException {
      if (((InetSocketAddress) address).isUnresolved()) {
        throw new IOException("unreachable by decree");
      }
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(address);
      return channel;
    }

    @Override
    public String text() {
      return "tcp://scripted:1";
    }

    @Override
    public String describe(SocketAddress address) {
      return "tcp://127.0.0.1:" + ((InetSocketAddress) address).getPort();
    }
  }

  static Scripted to(SocketAddress... addresses) {
    return new Scripted() {
      @Override
      List<SocketAddress> addresses() {
        return List.of(addresses);
      }
    };
  }
}
