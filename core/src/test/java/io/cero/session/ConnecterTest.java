package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.DisconnectReason;
import io.cero.HandshakeFailure;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.Reconnect;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.SocksProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A socket of ours that connects, and whoever listens there. */
class ConnecterTest {
  private final Context context = Context.create(o -> o.linger(Duration.ZERO));
  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket();
    listener.setReceiveBufferSize(8 << 10);
    listener.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws IOException {
    context.close();
    listener.close();
  }

  private String endpoint() {
    return "tcp://127.0.0.1:" + listener.getLocalPort();
  }

  private static <E extends SocketEvent> E event(SocketMonitor monitor, Class<E> kind) {
    while (true) {
      SocketEvent event =
          monitor
              .next(Siege.DEADLINE)
              .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName()));
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.cero.session.HostileHandshakeTest#refusals")
  void shouldRefuseAndComeBackWhenTheListenerOffers(
      String what, HandshakeFailure reason, byte[] bytes) {
    PullSocket pull = context.pull(o -> o.reconnect(Reconnect.every(Duration.ofMillis(1))));
    SocketMonitor monitor = pull.monitor();
    pull.connect(endpoint());
    RawClient hostile = RawClient.accept(listener).write(bytes);
    SocketEvent.HandshakeFailed failed = event(monitor, SocketEvent.HandshakeFailed.class);
    assertEquals(reason, failed.reason(), failed::toString);
    assertEquals(endpoint(), failed.address());
    assertEquals(endpoint(), failed.endpoint());
    event(monitor, SocketEvent.ConnectRetried.class);
    hostile.awaitEnd();
    hostile.close();
    try (RawClient honest = RawClient.accept(listener)) {
      honest.write(Zmtp.handshake("PUSH"), Zmtp.message("honest"));
      assertEquals("honest", pull.receive(Siege.DEADLINE).orElseThrow().text());
    }
  }

  @Test
  void shouldResendFromTheFirstMessageThatWasNotWrittenWhenTheConnectionIsCut() {
    int size = 10_000;
    int frame = 9 + size;
    int count = 60;
    PushSocket push =
        context.push(
            o -> {
              o.reconnect(Reconnect.every(Duration.ofMillis(1)));
              o.tcp(t -> t.withSendBufferSize(8 << 10));
            });
    SocketMonitor monitor = push.monitor();
    push.connect(endpoint());
    for (int round = 0; round < 30; round++) {
      int cut = round * 7_919 % (15 * frame);
      RawClient first = RawClient.accept(listener).handshake("PULL");
      for (int i = 0; i < count; i++) {
        push.send(ByteBuffer.allocate(size).putInt(i).clear());
      }
      first.read(cut);
      first.reset();
      SocketEvent.Disconnected end = event(monitor, SocketEvent.Disconnected.class);
      assertEquals(endpoint(), end.address());
      assertEquals(0, end.dropped());
      RawClient second = RawClient.accept(listener).handshake("PULL");
      assertTrue(end.written() >= cut / frame, "what was read was written");
      for (long i = end.written(); i < count; i++) {
        byte[] bytes = second.read(frame);
        assertArrayEquals(Zmtp.longHeader(0, size), Arrays.copyOf(bytes, 9));
        assertEquals(i, ByteBuffer.wrap(bytes).getInt(9), "round " + round);
      }
      second.halfClose();
      second.awaitEnd();
      second.close();
      assertEquals(count - end.written(), event(monitor, SocketEvent.Disconnected.class).written());
    }
  }

  @Test
  void shouldEndAnEstablishedConnectionForCauseAndComeBack() {
    PullSocket pull = context.pull(o -> o.reconnect(Reconnect.every(Duration.ofMillis(1))));
    SocketMonitor monitor = pull.monitor();
    pull.connect(endpoint());
    for (int round = 0; round < 20; round++) {
      try (RawClient hostile = RawClient.accept(listener)) {
        hostile.write(Zmtp.handshake("PUSH"), Zmtp.message("good"), Zmtp.hex("88 00"));
        assertEquals("good", pull.receive(Siege.DEADLINE).orElseThrow().text());
        SocketEvent.Disconnected end = event(monitor, SocketEvent.Disconnected.class);
        assertEquals(DisconnectReason.PROTOCOL_ERROR, end.reason());
        assertEquals(endpoint(), end.address());
        hostile.awaitEnd();
      }
    }
  }

  // ---- a proxy between

  private PullSocket throughProxy(SocketMonitor[] monitor, boolean login) {
    SocksProxy proxy = SocksProxy.at("127.0.0.1", listener.getLocalPort());
    PullSocket pull =
        context.pull(
            o -> {
              o.reconnect(Reconnect.every(Duration.ofMillis(1)));
              o.handshakeTimeout(Duration.ofMillis(500));
              o.tcp(t -> t.withSocksProxy(login ? proxy.withUser("me", "secret") : proxy));
            });
    monitor[0] = pull.monitor();
    pull.connect("tcp://behind.example:5555");
    return pull;
  }

  private static final byte[] REQUEST =
      Zmtp.join(Zmtp.hex("05 01 00 03 0e"), Zmtp.text("behind.example"), Zmtp.hex("15b3"));
  private static final byte[] GRANTED = Zmtp.hex("05 00 00 01 00000000 0000");

  @Test
  void shouldConnectThroughAProxyAndTakeWhatThePeerSaysAtOnce() {
    PullSocket pull = throughProxy(new SocketMonitor[1], false);
    try (RawClient proxy = RawClient.accept(listener)) {
      assertArrayEquals(Zmtp.hex("05 01 00"), proxy.read(3));
      proxy.write(Zmtp.hex("05 00"));
      assertArrayEquals(REQUEST, proxy.read(REQUEST.length));
      proxy.write(GRANTED, Zmtp.handshake("PUSH"), Zmtp.message("through"));
      assertEquals("through", pull.receive(Siege.DEADLINE).orElseThrow().text());
    }
  }

  @Test
  void shouldLogInAtAProxyByteByByte() {
    PullSocket pull = throughProxy(new SocketMonitor[1], true);
    try (RawClient proxy = RawClient.accept(listener)) {
      assertArrayEquals(Zmtp.hex("05 02 00 02"), proxy.read(4));
      proxy.dribble(Zmtp.hex("05 02"));
      assertArrayEquals(
          Zmtp.join(Zmtp.hex("01 02"), Zmtp.text("me"), Zmtp.hex("06"), Zmtp.text("secret")),
          proxy.read(11));
      proxy.dribble(Zmtp.hex("01 00"));
      assertArrayEquals(REQUEST, proxy.read(REQUEST.length));
      proxy.dribble(Zmtp.join(GRANTED, Zmtp.handshake("PUSH"), Zmtp.message("in", "parts")));
      assertEquals(2, pull.receive(Siege.DEADLINE).orElseThrow().frameCount());
    }
  }

  @Test
  void shouldTryAgainWhenAProxyRefusesLiesHangsUpOrFallsSilent() {
    SocketMonitor[] monitor = new SocketMonitor[1];
    final PullSocket pull = throughProxy(monitor, false);
    byte[][] answers = {
      Zmtp.hex("05 ff"),
      Zmtp.hex("04 00"),
      Zmtp.hex("05 02"),
      Zmtp.text("HTTP/1.1 400"),
      Zmtp.hex("05 00 05 05 00 01 00000000 0000"),
      Zmtp.hex("05 00 05 00 00 09 00000000 0000"),
      Zmtp.handshake("PUSH")
    };
    for (byte[] answer : answers) {
      try (RawClient proxy = RawClient.accept(listener)) {
        proxy.write(answer);
        assertEquals(
            HandshakeFailure.IO_ERROR,
            event(monitor[0], SocketEvent.HandshakeFailed.class).reason());
        event(monitor[0], SocketEvent.ConnectRetried.class);
        proxy.awaitEnd();
      }
    }
    byte[] whole = Zmtp.join(Zmtp.hex("05 00"), GRANTED);
    for (int cut = 0; cut < whole.length; cut++) {
      RawClient proxy = RawClient.accept(listener);
      proxy.write(Arrays.copyOf(whole, cut)).reset();
      event(monitor[0], SocketEvent.ConnectRetried.class);
    }
    try (RawClient silent = RawClient.accept(listener)) {
      assertEquals(
          HandshakeFailure.TIMEOUT, event(monitor[0], SocketEvent.HandshakeFailed.class).reason());
      silent.awaitEnd();
    }
    try (RawClient proxy = RawClient.accept(listener)) {
      proxy.write(Zmtp.hex("05 00"), GRANTED, Zmtp.handshake("PUSH"), Zmtp.message("at last"));
      assertEquals("at last", pull.receive(Siege.DEADLINE).orElseThrow().text());
    }
  }
}
