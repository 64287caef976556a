package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DealerSocket;
import io.cero.DisconnectReason;
import io.cero.HandshakeFailure;
import io.cero.Heartbeat;
import io.cero.Message;
import io.cero.PeerMetadata;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.Reconnect;
import io.cero.Reconnect.StopCondition;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.Security;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.wire.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Connections: made, lost, found again, refused, and what is told of them. */
class ConnectionConformanceTest extends Conformance {
  private static final Duration SHORT = Duration.ofMillis(5);

  @Connected
  void shouldComeBackWhenTheListenerComesBack(Transport transport) {
    String endpoint = lasting(transport);
    PushSocket push = context.push(o -> o.reconnect(Reconnect.every(SHORT)));
    push.connect(endpoint);
    for (int i = 0; i < 30; i++) {
      PullSocket pull = context.pull();
      pull.bind(endpoint);
      send(push, "m" + i);
      assertEquals("m" + i, text(pull));
      try (SocketMonitor monitor = push.monitor()) {
        pull.close();
        await(monitor, SocketEvent.Disconnected.class);
      }
    }
  }

  @Connected
  void shouldTellEveryStepInOrderAndOnceWhenAConnectionIsMade(Transport transport) {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    SocketMonitor binder = pull.monitor();
    SocketMonitor connecter = push.monitor();
    String endpoint = pull.bind(transport.fresh());
    push.connect(endpoint);
    send(push, "a message");
    assertEquals("a message", text(pull));
    push.close();
    assertEquals(Optional.empty(), pull.receive(Duration.ofMillis(1)));

    List<SocketEvent> here = new ArrayList<>();
    while (here.size() < 4) {
      here.add(binder.next(PATIENCE).orElseThrow());
    }
    assertInstanceOf(SocketEvent.Listening.class, here.get(0));
    assertInstanceOf(SocketEvent.Accepted.class, here.get(1));
    SocketEvent.HandshakeSucceeded hand =
        assertInstanceOf(SocketEvent.HandshakeSucceeded.class, here.get(2));
    assertEquals(Optional.of(SocketType.PUSH), hand.peer().socketType());
    assertEquals("3.1", hand.version());
    assertEquals("NULL", hand.mechanism());
    SocketEvent.Disconnected end = assertInstanceOf(SocketEvent.Disconnected.class, here.get(3));
    assertEquals(DisconnectReason.PEER_CLOSED, end.reason());
    for (int i = 0; i < here.size(); i++) {
      assertEquals(i, here.get(i).sequence(), here.toString());
      assertEquals(endpoint, here.get(i).endpoint());
    }

    List<SocketEvent> there = new ArrayList<>();
    while (there.isEmpty() || !(there.get(there.size() - 1) instanceof SocketEvent.Closed)) {
      SocketEvent event = connecter.next(PATIENCE).orElseThrow();
      if (!(event instanceof SocketEvent.ConnectDelayed)
          && !(event instanceof SocketEvent.MonitorStopped)) {
        there.add(event);
      }
    }
    assertInstanceOf(SocketEvent.Connected.class, there.get(0));
    assertInstanceOf(SocketEvent.HandshakeSucceeded.class, there.get(1));
    SocketEvent.Disconnected left = assertInstanceOf(SocketEvent.Disconnected.class, there.get(2));
    assertEquals(DisconnectReason.LOCAL_CLOSE, left.reason());
    assertEquals(1, left.written());
    assertInstanceOf(SocketEvent.Closed.class, there.get(3));
    assertEquals(4, there.size());
  }

  @Connected
  void shouldRetryAndSayWhenNobodyListens(Transport transport) {
    PushSocket push =
        context.push(
            o -> o.reconnect(Reconnect.every(SHORT).withMaximumInterval(SHORT.multipliedBy(8))));
    try (SocketMonitor monitor = push.monitor()) {
      push.connect(lasting(transport));
      Duration longest = Duration.ZERO;
      Duration before = Duration.ZERO;
      for (int i = 0; i < 6; i++) {
        Duration interval = await(monitor, SocketEvent.ConnectRetried.class).interval();
        longest = interval.compareTo(longest) > 0 ? interval : longest;
        if (i == 0) {
          before = interval;
        }
      }
      assertTrue(before.compareTo(SHORT) <= 0, before.toString());
      assertTrue(longest.compareTo(SHORT.multipliedBy(6)) >= 0, longest.toString());
      assertTrue(longest.compareTo(SHORT.multipliedBy(8)) <= 0, longest.toString());
    }
  }

  @Connected
  void shouldStopWhenAStopConditionIsMet(Transport transport) {
    PushSocket push =
        context.push(
            o -> o.reconnect(Reconnect.every(SHORT).withStopOn(StopCondition.CONNECTION_REFUSED)));
    try (SocketMonitor monitor = push.monitor()) {
      push.connect(lasting(transport));
      await(monitor, SocketEvent.ConnectStopped.class);
    }
  }

  @Connected
  void shouldNotComeBackWhenReconnectingIsOff(Transport transport) {
    String endpoint = lasting(transport);
    PushSocket push = context.push(o -> o.reconnect(Reconnect.never()));
    PullSocket pull = context.pull();
    pull.bind(endpoint);
    connect(pull, endpoint, push);
    try (SocketMonitor monitor = push.monitor()) {
      pull.close();
      await(monitor, SocketEvent.ConnectStopped.class);
    }
  }

  @Connected
  void shouldQueueNothingForAConnectionToComeWhenImmediate(Transport transport) {
    String endpoint = lasting(transport);
    PushSocket push = context.push(o -> o.immediate(true).reconnect(Reconnect.every(SHORT)));
    push.connect(endpoint);
    assertFalse(push.trySend("too early"));
    PullSocket pull = context.pull();
    pull.bind(endpoint);

    send(push, "in time");
    assertEquals("in time", text(pull));
    try (SocketMonitor monitor = push.monitor()) {
      pull.close();
      await(monitor, SocketEvent.Disconnected.class);
    }
    assertFalse(push.trySend("too late"));
  }

  @Connected
  void shouldSendAroundAnEndpointWithoutListenerWhenImmediate(Transport transport) {
    PushSocket push = context.push(o -> o.immediate(true));
    push.connect(lasting(transport));
    PullSocket pull = context.pull();
    String endpoint = pull.bind(lasting(transport));
    connect(pull, endpoint, push);

    for (int i = 0; i < 10; i++) {
      send(push, "m" + i);
    }
    for (int i = 0; i < 10; i++) {
      assertEquals("m" + i, text(pull));
    }
  }

  @Connected
  void shouldLetInWhoKnowsThePasswordAndNobodyElse(Transport transport) {
    AtomicReference<String> asked = new AtomicReference<>("");
    PullSocket pull =
        context.pull(
            o ->
                o.security(
                    Security.plainServer(
                        (user, password, address) -> {
                          asked.set(user + ":" + password);
                          return password.equals("secret");
                        })));
    String endpoint = pull.bind(transport.fresh());
    PushSocket refused = context.push(o -> o.security(Security.plainClient("eve", "guess")));
    PushSocket insecure = context.push();
    PushSocket accepted = context.push(o -> o.security(Security.plainClient("bob", "secret")));
    try (SocketMonitor here = pull.monitor();
        SocketMonitor there = refused.monitor()) {
      refused.connect(endpoint);
      assertEquals(
          HandshakeFailure.AUTHENTICATION, await(here, SocketEvent.HandshakeFailed.class).reason());
      assertEquals(
          HandshakeFailure.AUTHENTICATION,
          await(there, SocketEvent.HandshakeFailed.class).reason());
      assertEquals("eve:guess", asked.get());
      refused.close();
      insecure.connect(endpoint);
      await(
          here,
          SocketEvent.HandshakeFailed.class,
          event -> // the peer sees it too, and may be the first to close
          event.reason() == HandshakeFailure.MECHANISM
                  || event.reason() == HandshakeFailure.PEER_CLOSED);
      insecure.close();
    }

    accepted.connect(endpoint);
    send(accepted, "let in");
    Message message = receive(pull);

    assertEquals("let in", message.text());
    assertEquals(Optional.of("bob"), message.metadata().orElseThrow().userId());
  }

  @EveryTransport
  void shouldTellWhoSentAMessage(Transport transport) {
    RouterSocket router = context.router(o -> o.property("X-Role", "router"));
    DealerSocket dealer =
        context.dealer(o -> o.routingId(RoutingId.of("A")).property("X-Role", "dealer"));
    join(transport, router, dealer);
    send(dealer, "to router");
    send(router, "A", "to dealer");

    PeerMetadata sender = receive(router).metadata().orElseThrow();
    assertEquals(Optional.of("dealer"), sender.property("x-role"));
    assertEquals(Optional.of(RoutingId.of("A")), sender.identity());
    assertEquals(Optional.of(SocketType.DEALER), sender.socketType());
    assertNotEquals("", sender.address());
    assertEquals(
        Optional.of("router"), receive(dealer).metadata().orElseThrow().property("X-Role"));
  }

  @Connected
  void shouldDropWhoSendsTooMuch(Transport transport) {
    PullSocket pull = context.pull(o -> o.maximumMessageSize(100));
    for (List<Integer> frames : List.of(List.of(101), List.of(60, 60), List.of(10_000_000))) {
      PushSocket push = context.push(o -> o.reconnect(Reconnect.never()));
      String endpoint = join(transport, pull, push);
      send(push, "x".repeat(100));
      assertEquals(100, text(pull).length());
      try (SocketMonitor monitor = pull.monitor()) {
        Message.Builder message = Message.builder();
        frames.forEach(size -> message.add(new byte[size]));
        push.send(message.build());
        assertEquals(
            DisconnectReason.MESSAGE_TOO_LARGE,
            await(monitor, SocketEvent.Disconnected.class).reason());
      }
      assertNothing(pull);
      pull.unbind(endpoint);
    }
  }

  @Test
  void shouldGiveUpWhenAPeerSaysNothing() throws IOException {
    PullSocket pull = context.pull(o -> o.handshakeTimeout(Duration.ofMillis(30)));
    String endpoint = pull.bind(Transport.TCP.fresh());
    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    try (SocketMonitor monitor = pull.monitor();
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertEquals(
          HandshakeFailure.TIMEOUT, await(monitor, SocketEvent.HandshakeFailed.class).reason());
      assertTrue(silent.isConnected());
    }
  }

  @Test
  void shouldGiveUpWhenTheListenerSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      PushSocket push =
          context.push(
              o -> o.handshakeTimeout(Duration.ofMillis(30)).reconnect(Reconnect.every(SHORT)));
      try (SocketMonitor monitor = push.monitor()) {
        push.connect("tcp://127.0.0.1:" + silent.getLocalPort());
        assertEquals(
            HandshakeFailure.TIMEOUT, await(monitor, SocketEvent.HandshakeFailed.class).reason());
        await(monitor, SocketEvent.ConnectRetried.class);
      }
    }
  }

  @Test
  void shouldGoOnWhenAStrangerTalks() throws IOException {
    PullSocket pull = context.pull();
    String endpoint = pull.bind(Transport.TCP.fresh());
    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    try (SocketMonitor monitor = pull.monitor();
        Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
      stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertEquals(
          HandshakeFailure.NOT_ZMTP, await(monitor, SocketEvent.HandshakeFailed.class).reason());
    }
    PushSocket push = context.push();
    push.connect(endpoint);
    send(push, "goes on");
    assertEquals("goes on", text(pull));
  }

  @Connected
  void shouldStayConnectedWhenHeartbeatsAreAnswered(Transport transport) {
    PullSocket pull =
        context.pull(
            o ->
                o.heartbeat(
                    Heartbeat.every(Duration.ofMillis(20)).withTimeout(Duration.ofSeconds(5))));
    PushSocket push =
        context.push(
            o ->
                o.heartbeat(
                    Heartbeat.every(Duration.ofMillis(10))
                        .withTimeout(Duration.ofSeconds(5))
                        .withTimeToLive(Duration.ofSeconds(6))));
    try (SocketMonitor monitor = push.monitor()) {
      String endpoint = pull.bind(transport.fresh());
      connect(pull, endpoint, push);
      // Twenty and more beats pass while nothing else does.
      assertEquals(Optional.empty(), pull.receive(Duration.ofMillis(400)));
      send(push, "alive");
      assertEquals("alive", text(pull));
      for (SocketEvent event : pending(monitor)) {
        assertFalse(event instanceof SocketEvent.Disconnected, event.toString());
      }
    }
  }

  @Test
  void shouldDisconnectWhenAPeerIsSilentAfterTheHandshake() throws IOException {
    PullSocket pull =
        context.pull(o -> o.heartbeat(Heartbeat.every(SHORT).withTimeout(Duration.ofMillis(50))));
    String endpoint = pull.bind(Transport.TCP.fresh());
    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    try (SocketMonitor monitor = pull.monitor();
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
      byte[] greeting = new byte[64];
      greeting[0] = (byte) 0xFF;
      greeting[9] = 0x7F;
      greeting[10] = 3;
      greeting[11] = 1;
      System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
      peer.getOutputStream().write(greeting);
      byte[] ready = "\5READY\13Socket-Type\0\0\0\4PUSH".getBytes(StandardCharsets.US_ASCII);
      peer.getOutputStream().write(new byte[] {4, (byte) ready.length});
      peer.getOutputStream().write(ready);
      await(monitor, SocketEvent.HandshakeSucceeded.class);

      assertEquals(
          DisconnectReason.HEARTBEAT_TIMEOUT,
          await(monitor, SocketEvent.Disconnected.class).reason());
    }
  }

  @Test
  void shouldTellWhenABindFails() {
    PullSocket first = context.pull();
    String endpoint = first.bind(Transport.TCP.fresh());
    PullSocket second = context.pull();
    try (SocketMonitor monitor = second.monitor()) {
      try {
        second.bind(endpoint);
      } catch (io.cero.AddressInUseException expected) {
        assertEquals(endpoint, expected.endpoint());
      }
      assertEquals(endpoint, await(monitor, SocketEvent.BindFailed.class).endpoint());
    }
  }

  @Connected
  void shouldSendInOrderAndNothingTwiceWhenTheListenerIsRestartedUnderLoad(Transport transport)
      throws InterruptedException {
    String endpoint = lasting(transport);
    PushSocket push = context.push(o -> o.reconnect(Reconnect.every(SHORT)));
    push.connect(endpoint);
    int count = 20_000;
    Thread sender =
        start(
            "sender",
            () -> {
              for (int i = 0; i < count; i++) {
                push.send("m" + i);
              }
            });
    int last = -1;
    while (sender.isAlive()) {
      PullSocket pull = context.pull();
      pull.bind(endpoint);
      for (int quota = 700; quota > 0 && sender.isAlive(); quota--) {
        last = Math.max(last, numberBehind(last, pull.receive(Duration.ofMillis(20))));
      }
      pull.close();
    }
    PullSocket pull = context.pull();
    try (SocketMonitor monitor = pull.monitor()) {
      pull.bind(endpoint);
      await(monitor, SocketEvent.HandshakeSucceeded.class);
    }
    send(push, "m" + count);
    while (last < count) {
      last = numberBehind(last, pull.receive(PATIENCE));
    }
  }

  private static int numberBehind(int last, Optional<Message> message) {
    if (message.isEmpty()) {
      return last;
    }
    int number = Integer.parseInt(message.get().text().substring(1));
    assertTrue(number > last, "in order and none twice: " + number + " after " + last);
    return number;
  }
}
