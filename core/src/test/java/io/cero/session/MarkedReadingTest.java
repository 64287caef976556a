package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.DisconnectReason;
import io.cero.Heartbeat;
import io.cero.PullSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.StreamSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a peer hears, and what is heard of it, while the application does not receive. */
class MarkedReadingTest {
  private static final int MARK = 2;
  private static final byte[] PONG = Zmtp.command("PONG");

  private final Context context = Context.create(o -> o.linger(Duration.ZERO));

  @AfterEach
  void close() {
    context.close();
  }

  private PullSocket pull() {
    return context.pull(o -> o.receiveHighWaterMark(MARK));
  }

  private static byte[] messages(int from, int to) {
    byte[][] messages = new byte[to - from][];
    for (int i = from; i < to; i++) {
      messages[i - from] = Zmtp.message("m" + i, "rest");
    }
    return Zmtp.join(messages);
  }

  private static void receive(PullSocket pull, int from, int to) {
    for (int i = from; i < to; i++) {
      int number = i;
      assertEquals(
          "m" + i,
          pull.receive(Siege.DEADLINE)
              .orElseThrow(() -> new AssertionError("message " + number + " did not come"))
              .frame(0)
              .text());
    }
  }

  private static <E extends SocketEvent> E await(SocketMonitor monitor, Class<E> kind) {
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

  private static void ping(RawClient peer) {
    peer.write(Zmtp.ping(0, new byte[0]));
    assertArrayEquals(PONG, peer.readFrame());
  }

  @Test
  void shouldAnswerPingsAtTheMarkWhenNobodyReceives() {
    PullSocket pull = pull();
    try (RawClient peer = RawClient.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
      for (int round = 0; round < 3; round++) {
        peer.write(messages(0, MARK));
        ping(peer);
        for (int i = MARK; i < 50; i += 2) {
          peer.write(messages(i, i + 2), Zmtp.ping(0, new byte[0]));
          assertArrayEquals(PONG, peer.readFrame());
        }
        ping(peer);
        receive(pull, 0, 50);
        assertTrue(pull.tryReceive().isEmpty());
      }
    }
  }

  @Test
  void shouldAnswerPingsBetweenTheFramesOfAMessageBeyondTheMark() {
    PullSocket pull = pull();
    try (RawClient peer = RawClient.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
      peer.write(messages(0, MARK), Zmtp.frame(1, Zmtp.text("m" + MARK)));
      ping(peer);
      peer.write(Zmtp.frame(1, new byte[30_000]));
      ping(peer);
      peer.write(Zmtp.frame(0, new byte[0]), messages(MARK + 1, 10));
      ping(peer);
      receive(pull, 0, 10);
    }
  }

  @Test
  void shouldNoticeAtTheMarkThatThePeerHangsUpAndDeliverAllThatItSent() {
    PullSocket pull = pull();
    SocketMonitor monitor = pull.monitor();
    String endpoint = pull.bind("tcp://127.0.0.1:*");
    try (RawClient peer = RawClient.connect(endpoint).handshake("PUSH")) {
      peer.write(messages(0, 100), Zmtp.frame(1, Zmtp.text("half a message"))).halfClose();
      SocketEvent.Disconnected end = await(monitor, SocketEvent.Disconnected.class);
      assertEquals(DisconnectReason.PEER_CLOSED, end.reason());
      assertEquals(peer.address(), end.address());
    }
    receive(pull, 0, 100);
    assertTrue(pull.tryReceive().isEmpty());
  }

  @Test
  void shouldNoticeAtTheMarkThatThePeerWasKilledAndDeliverAllThatItSent() {
    PullSocket pull = pull();
    SocketMonitor monitor = pull.monitor();
    RawClient peer = RawClient.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH");
    peer.write(messages(0, 100));
    ping(peer);
    peer.reset();
    SocketEvent.Disconnected end = await(monitor, SocketEvent.Disconnected.class);
    assertEquals(peer.address(), end.address());
    receive(pull, 0, 100);
  }

  @Test
  void shouldNoticeTheEndOfAStreamAtTheMark() {
    StreamSocket stream = context.stream(o -> o.receiveHighWaterMark(1));
    SocketMonitor monitor = stream.monitor();
    String endpoint = stream.bind("tcp://127.0.0.1:*");
    StringBuilder received = new StringBuilder();
    try (RawClient peer = RawClient.connect(endpoint)) {
      for (int i = 0; i < 50; i++) {
        peer.write(Zmtp.text("part " + i + ";"));
      }
      peer.halfClose();
      await(monitor, SocketEvent.Disconnected.class);
    }
    while (!received.toString().endsWith("part 49;")) {
      received.append(stream.receive(Siege.DEADLINE).orElseThrow().frame(1).text());
    }
    assertEquals(50, received.toString().split(";").length);
  }

  @Test
  void shouldReconnectAtTheMarkAndDeliverWhatBothConnectionsBroughtInOrder() throws IOException {
    PullSocket pull = pull();
    try (ServerSocket listener = Rig.listener()) {
      pull.connect("tcp://127.0.0.1:" + listener.getLocalPort());
      for (int connection = 0; connection < 2; connection++) {
        try (RawClient peer = RawClient.accept(listener).handshake("PUSH")) {
          peer.write(messages(connection * 100, connection * 100 + 100)).halfClose();
          if (connection == 0) {
            continue; // its end is noticed while nobody receives, or the next would not come
          }
          receive(pull, 0, 200);
        }
      }
    }
  }

  @Test
  void shouldGiveUpAPeerThatFallsSilentAtTheMarkAndDeliverAllThatItSent() {
    PullSocket pull =
        context.pull(
            o ->
                o.receiveHighWaterMark(MARK)
                    .heartbeat(
                        Heartbeat.every(Duration.ofMillis(50))
                            .withTimeout(Duration.ofMillis(200))));
    SocketMonitor monitor = pull.monitor();
    String endpoint = pull.bind("tcp://127.0.0.1:*");
    try (RawClient peer = RawClient.connect(endpoint).handshake("PUSH")) {
      peer.write(messages(0, 100));
      SocketEvent.Disconnected end = await(monitor, SocketEvent.Disconnected.class);
      assertEquals(DisconnectReason.HEARTBEAT_TIMEOUT, end.reason());
    }
    receive(pull, 0, 100);
  }

  /** Others, that say nothing, tell when the patience is over. */
  @Test
  void shouldNotGiveUpAPeerWhoseBytesItLeavesUnread() {
    PullSocket pull =
        context.pull(
            o ->
                o.receiveHighWaterMark(MARK)
                    .heartbeat(
                        Heartbeat.every(Duration.ofMillis(50))
                            .withTimeout(Duration.ofMillis(200))));
    SocketMonitor monitor = pull.monitor();
    String endpoint = pull.bind("tcp://127.0.0.1:*");
    int count = 20_000;
    byte[] body = new byte[1_000];
    Arrays.fill(body, (byte) 'm');
    byte[] flood = Zmtp.join(Zmtp.handshake("PUSH"), Zmtp.repeat(Zmtp.frame(0, body), count));
    RawClient peer = RawClient.connect(endpoint);
    Thread writer = new Thread(() -> peer.offer(flood));
    writer.setDaemon(true);
    writer.start();
    for (int i = 0; i < 3; i++) {
      try (RawClient silent = RawClient.connect(endpoint).handshake("PUSH")) {
        SocketEvent.Disconnected end = await(monitor, SocketEvent.Disconnected.class);
        assertEquals(silent.address(), end.address(), () -> String.valueOf(end));
        assertEquals(DisconnectReason.HEARTBEAT_TIMEOUT, end.reason());
      }
    }
    for (int i = 0; i < count; i++) {
      assertEquals(body.length, pull.receive(Siege.DEADLINE).orElseThrow().byteCount());
    }
    peer.close();
  }
}
