package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DisconnectReason;
import io.cero.FreshOptions;
import io.cero.HandshakeFailure;
import io.cero.Message;
import io.cero.PushSocket;
import io.cero.Reconnect;
import io.cero.ReqOptions;
import io.cero.Security;
import io.cero.SocketEvent;
import io.cero.pipe.Ingress;
import io.cero.pipe.Intake;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.pipe.Pipe;
import io.cero.transport.BoundChannel;
import io.cero.transport.Socks5Handshake;
import io.cero.transport.TransportOptions;
import io.cero.wire.RemotePeer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is thrown in a handler ends that one connection, is told as an event, and leaves the reactor
 * and every other connection as they were.
 */
class ThrownFaultTest {
  private static final Duration SHORT = Duration.ofMillis(2);

  /** What a handler may throw. */
  enum Fault {
    EXCEPTION,
    ERROR;

    void fly() {
      if (this == EXCEPTION) {
        throw new IllegalStateException("thrown by decree");
      }
      throw new AssertionError("thrown by decree");
    }
  }

  /** What a transport of somebody else's is asked for when it dials. */
  enum Dialling {
    IS_NAME,
    RESOLVE,
    RESOLVE_TO_NULL,
    OPEN,
    OPEN_BLOCKING,
    CONNECTED,
    PROXY,
    DESCRIBE
  }

  private static Stream<Arguments> dialling() {
    return Stream.of(Dialling.values())
        .flatMap(step -> Stream.of(Fault.values()).map(fault -> Arguments.of(step, fault)));
  }

  /** Fails once at one step, and is a good transport otherwise. */
  private static final class FailingOnce extends Rig.Scripted {
    private final SocketAddress target;
    private final Dialling step;
    private final Fault fault;
    private boolean failed;

    FailingOnce(SocketAddress target, Dialling step, Fault fault) {
      this.target = target;
      this.step = step;
      this.fault = fault;
    }

    private synchronized boolean isDue(Dialling now) {
      boolean due = step == now && !failed;
      failed |= due;
      return due;
    }

    private void at(Dialling now) {
      if (isDue(now)) {
        fault.fly();
      }
    }

    @Override
    public boolean isName(TransportOptions options) {
      at(Dialling.IS_NAME);
      return true;
    }

    @Override
    @SuppressWarnings("NullAway") // a transport that breaks its word
    List<SocketAddress> addresses() {
      at(Dialling.RESOLVE);
      return isDue(Dialling.RESOLVE_TO_NULL) ? null : List.of(target);
    }

    @Override
    public SocketChannel open(SocketAddress address, TransportOptions options) throws IOException {
      at(Dialling.OPEN);
      return isDue(Dialling.OPEN_BLOCKING) ? SocketChannel.open() : super.open(address, options);
    }

    @Override
    public void connected(SocketChannel channel) {
      at(Dialling.CONNECTED);
    }

    @Override
    public @Nullable Socks5Handshake proxyHandshake(TransportOptions options) {
      at(Dialling.PROXY);
      return null;
    }

    @Override
    public String describe(SocketAddress address) {
      at(Dialling.DESCRIBE);
      return super.describe(address);
    }
  }

  @ParameterizedTest
  @MethodSource("dialling")
  void shouldDialAgainWhenATransportThrows(Dialling step, Fault fault) throws IOException {
    int sockets = Siege.sockets();
    try (Rig rig = new Rig();
        ServerSocket listener = Rig.listener()) {
      ReqOptions options = FreshOptions.req().reconnect(Reconnect.every(SHORT));
      rig.dial(options, new FailingOnce(listener.getLocalSocketAddress(), step, fault));
      rig.event(SocketEvent.ConnectRetried.class);
      RawClient peer = RawClient.accept(listener);
      if (step.compareTo(Dialling.CONNECTED) >= 0) {
        peer.awaitEnd(); // the one that came to nothing
        peer.close();
        peer = RawClient.accept(listener);
      }
      peer.handshake("REP");
      rig.event(SocketEvent.HandshakeSucceeded.class);
      peer.close();
    }
    assertEquals(sockets, Siege.sockets(), "descriptors");
  }

  /** A listening channel that fails once where it is told. */
  private static final class Bound implements BoundChannel {
    final ServerSocketChannel channel = ServerSocketChannel.open();
    private final String endpoint;
    private int accepts;
    private int descriptions;
    @Nullable Fault accepting;
    @Nullable Fault describing;
    @Nullable Fault closing;

    Bound() throws IOException {
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.configureBlocking(false);
      endpoint = "tcp:/" + channel.getLocalAddress();
    }

    @Override
    public ServerSocketChannel channel() {
      return channel;
    }

    @Override
    public String endpoint() {
      return endpoint;
    }

    @Override
    public @Nullable SocketChannel accept() throws IOException {
      if (accepting != null && accepts++ == 0) {
        accepting.fly();
      }
      SocketChannel accepted = channel.accept();
      if (accepted != null) {
        accepted.configureBlocking(false);
      }
      return accepted;
    }

    @Override
    public String describePeer(SocketChannel accepted) {
      if (describing != null && descriptions++ == 0) {
        describing.fly();
      }
      return "tcp://somebody";
    }

    @Override
    public void close() throws IOException {
      channel.close();
      if (closing != null) {
        closing.fly();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldPauseAndAcceptWhenATransportThrowsAsItAccepts(Fault fault) throws Exception {
    try (Rig rig = new Rig()) {
      Bound bound = new Bound();
      bound.accepting = fault;
      Listener listener = new Listener(rig.profile(FreshOptions.req()), bound);
      listener.start();
      try (RawClient peer = RawClient.connect(bound.endpoint())) {
        assertTrue(rig.event(SocketEvent.AcceptFailed.class).text().contains("by decree"));
        peer.handshake("REP");
        rig.event(SocketEvent.HandshakeSucceeded.class);
      }
      listener.close().await();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCloseOneConnectionWhenATransportCannotDescribeIt(Fault fault) throws Exception {
    try (Rig rig = new Rig()) {
      Bound bound = new Bound();
      bound.describing = fault;
      Listener listener = new Listener(rig.profile(FreshOptions.req()), bound);
      listener.start();
      try (RawClient victim = RawClient.connect(bound.endpoint())) {
        assertTrue(rig.event(SocketEvent.AcceptFailed.class).text().contains("by decree"));
        victim.awaitEnd();
        try (RawClient peer = RawClient.connect(bound.endpoint())) {
          peer.handshake("REP");
          rig.event(SocketEvent.HandshakeSucceeded.class);
        }
      }
      listener.close().await();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndWhenATransportThrowsAsItStopsListening(Fault fault) throws Exception {
    try (Rig rig = new Rig()) {
      Bound bound = new Bound();
      bound.closing = fault;
      Listener listener = new Listener(rig.profile(FreshOptions.req()), bound);
      listener.start();
      RawClient halfOpen = RawClient.connect(bound.endpoint());
      rig.event(SocketEvent.Accepted.class);
      listener.close().await();
      assertTrue(rig.event(SocketEvent.CloseFailed.class).text().contains("by decree"));
      halfOpen.awaitEnd();
      halfOpen.close();
      rig.event(SocketEvent.Closed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseOneClientWhenTheAuthenticatorThrows(Fault fault) {
    Security server =
        Security.plainServer(
            (user, password, address) -> {
              if (user.equals("victim")) {
                fault.fly();
              }
              return true;
            });
    Security honest = Security.plainClient("honest", "");
    try (Siege siege = new Siege(o -> o.security(server), o -> o.security(honest))) {
      int sockets = Siege.sockets();
      for (int i = 0; i < 20; i++) {
        RawClient victim = siege.attacker();
        byte[] hello = Zmtp.command("HELLO", Zmtp.hex("06"), Zmtp.text("victim"), new byte[1]);
        if (i % 2 == 0) {
          victim.write(Zmtp.greeting(3, 1, "PLAIN"), hello);
        } else {
          victim.write(Zmtp.greeting(3, 1, "PLAIN")).read(Zmtp.GREETING_SIZE);
          victim.write(hello);
        }
        siege.exchange();
        assertTrue(siege.end(victim) instanceof SocketEvent.HandshakeFailed);
        victim.awaitEnd();
        victim.close();
      }
      siege.assertUnharmed(sockets);
    }
  }

  /** An accepted session on a rig, with the far end of its connection. */
  private static final class Accepted implements AutoCloseable {
    final Rig rig = new Rig();
    final Session session;
    final RawClient far;
    final SocketChannel near;

    Accepted() throws Exception {
      Profile profile = rig.profile(FreshOptions.req());
      session =
          new Session(profile, rig.reactor, profile.newPeer("tcp://127.0.0.1:1", false), null);
      try (ServerSocketChannel server = ServerSocketChannel.open()) {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        far = RawClient.connect("tcp:/" + server.getLocalAddress());
        near = server.accept();
      }
      near.configureBlocking(false);
    }

    /** Has the driver do something, and waits for it. */
    void onReactor(Step step) throws Exception {
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      rig.reactor.execute(
          () -> {
            try {
              step.run();
              done.complete(true);
            } catch (Throwable fault) {
              done.completeExceptionally(fault);
            }
          });
      done.get(20, TimeUnit.SECONDS);
    }

    void establish() throws Exception {
      onReactor(() -> session.establish(near, far.address(), null, ByteBuffer.allocate(0)));
    }

    /** The connection ends, is told, and the driver goes on. */
    void assertDropped() {
      SocketEvent.Disconnected end = rig.event(SocketEvent.Disconnected.class);
      assertEquals(DisconnectReason.INTERNAL_ERROR, end.reason());
      assertTrue(end.text().contains("by decree"), end::toString);
      far.awaitEnd();
    }

    @Override
    public void close() {
      far.close();
      rig.close(); // fails if anything outlives its end
    }
  }

  /** A step of a test that may throw anything. */
  private interface Step {
    void run() throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void shouldDropTheConnectionWhenReadingThrows(Fault fault) throws Exception {
    try (Accepted victim = new Accepted()) {
      victim.establish();
      victim.onReactor(
          () -> {
            Connection connection = victim.session.connection;
            Ingress good = connection.ingress;
            connection.ingress =
                (Ingress)
                    Proxy.newProxyInstance(
                        Ingress.class.getClassLoader(),
                        new Class<?>[] {Ingress.class},
                        (proxy, method, arguments) -> {
                          if (method.getName().equals("read")) {
                            fault.fly();
                          }
                          return method.invoke(good, arguments);
                        });
          });
      victim.far.write(Zmtp.text("anything"));
      victim.assertDropped();
      assertTrue(victim.session.reading.right.tryAcquireSilently(), "the right to read is free");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldDropTheConnectionWhenHandlingACommandThrowsAgainAndAgain(Fault fault)
      throws Exception {
    try (Accepted victim = new Accepted()) {
      victim.establish();
      victim.onReactor(
          () -> {
            Connection connection = victim.session.connection;
            connection.ingress =
                new Intake(
                    (Log) victim.session.peer.in, -1, (memory, offset, length) -> fault.fly());
          });
      victim.far.write(Zmtp.message("before"), Zmtp.ping(0, new byte[0]));
      victim.assertDropped();
      assertEquals(1, victim.session.peer.in.published(), "what came before it is delivered");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldFreeTheRightAndDropTheConnectionWhenWritingThrows(Fault fault) throws Exception {
    try (Accepted victim = new Accepted()) {
      victim.establish();
      Pipe out = victim.session.peer.out;
      out.onRoom(fault::fly); // called within the write that makes room
      while (out.hasRoom()) {
        out.append(new Outgoing().set(new byte[3]), false);
      }
      assertTrue(out.awaitRoom(), "there is room already");
      victim.session.flush();
      victim.assertDropped();
      assertTrue(victim.session.flushRight.tryAcquireSilently(), "the right to flush is free");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellTheOpeningWhenEstablishingThrows(Fault fault) throws Exception {
    try (Rig rig = new Rig();
        ServerSocket listener = Rig.listener()) {
      SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress());
      channel.configureBlocking(false);
      RawClient peer = RawClient.accept(listener);
      CountDownLatch failed = new CountDownLatch(1);
      Opening opening =
          new Opening(
              rig.profile(FreshOptions.req()),
              rig.reactor,
              channel,
              "tcp://somewhere",
              "tcp://somebody",
              null,
              new Opening.Outcome() {
                @Override
                public void opened(
                    SocketChannel opened,
                    String address,
                    @Nullable RemotePeer remote,
                    ByteBuffer early) {
                  fault.fly();
                }

                @Override
                public void failed(boolean handshake) {
                  failed.countDown();
                }
              });
      rig.reactor.execute(opening::start);
      peer.write(Zmtp.handshake("REP"));
      SocketEvent.HandshakeFailed end = rig.event(SocketEvent.HandshakeFailed.class);
      assertEquals(HandshakeFailure.IO_ERROR, end.reason());
      assertTrue(end.text().contains("by decree"), end::toString);
      assertTrue(failed.await(20, TimeUnit.SECONDS));
      peer.awaitEnd();
      peer.close();
      assertFalse(channel.isOpen());
    }
  }

  @Test
  void shouldEndASessionOfWhichNobodyKnowsWhenItsChannelIsClosed() throws Exception {
    try (Accepted victim = new Accepted()) {
      victim.near.close();
      CompletableFuture<Boolean> thrown = new CompletableFuture<>();
      victim.onReactor(
          () -> {
            try {
              victim.session.establishOrEnd(
                  victim.near, "tcp://somebody", null, ByteBuffer.allocate(0));
              thrown.complete(false);
            } catch (IOException closed) {
              thrown.complete(true);
            }
          });
      assertTrue(thrown.get());
      assertEquals(Session.State.ENDED, victim.session.state);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldDeliverAndGoOnWhenAReleaseHookThrows(Fault fault) {
    try (Siege siege = new Siege();
        PushSocket push = siege.context.push()) {
      push.connect(siege.endpoint);
      byte[] body = new byte[1 << 20];
      for (int i = 0; i < 5; i++) {
        push.send(ByteBuffer.wrap(body), fault::fly);
        Message message = siege.receive();
        assertArrayEquals(body, message.bytes());
      }
      siege.exchange();
    }
  }
}
