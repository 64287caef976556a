package io.cero.interop;

import static io.cero.interop.Samples.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import io.cero.testkit.ProcessPeer;
import io.cero.testkit.RawPeer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A libzmq sender that asks for signs of life, and an application of ours that does not receive.
 */
class HeartbeatAtMarkTest {
  private static final int MESSAGES = 200;
  private static final String PULL_READY =
      "04 1a 05 52 45 41 44 59 0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 04 50 55 4c 4c";

  private final Context context = Context.create();

  @AfterEach
  void closeContext() {
    context.close();
  }

  /** Sends more than the mark, and waits until libzmq's patience has been over several times. */
  private static void sendAndWait(PeerSocket push, String endpoint) {
    for (int i = 0; i < MESSAGES; i++) {
      push.send(text("message " + i));
    }
    for (int i = 0; i < 3; i++) {
      try (RawPeer silent = RawPeer.connect(endpoint)) { // given up when it answers no PING
        silent.writeHex(WireCaptureTest.GREETING);
        silent.writeHex(PULL_READY);
        silent.readToEnd();
      }
    }
  }

  private PullSocket pull() {
    return context.pull(o -> o.receiveHighWaterMark(10).receiveTimeout(Peers.DEADLINE));
  }

  private static void receiveAll(PullSocket pull) {
    for (int i = 0; i < MESSAGES; i++) {
      assertEquals("message " + i, pull.receiveText());
    }
  }

  @Test
  void shouldStayConnectedWhenNobodyReceivesForSeveralTimeouts() {
    try (ProcessPeer python = Peers.requireProcess(PeerKind.PYTHON)) {
      PeerSocket push = python.open("PUSH", Map.of("HEARTBEAT_IVL", 50, "HEARTBEAT_TIMEOUT", 500));
      String endpoint = push.bind("tcp://127.0.0.1:*");
      PullSocket pull = pull();
      SocketMonitor monitor = pull.monitor();
      pull.connect(endpoint);
      Monitored.await(monitor, SocketEvent.HandshakeSucceeded.class);
      sendAndWait(push, endpoint);
      receiveAll(pull);
      push.send(text("still here"));
      assertEquals("still here", pull.receiveText());
      assertEquals(List.of(), Monitored.rest(monitor, SocketEvent.Disconnected.class));
    }
  }

  @Test
  void shouldNoticeThatTheSenderWasKilledAndDeliverAllThatItSentWhenNobodyReceives() {
    PullSocket pull = pull();
    SocketMonitor monitor = pull.monitor();
    try (ProcessPeer python = Peers.requireProcess(PeerKind.PYTHON)) {
      PeerSocket push = python.open("PUSH", Map.of("HEARTBEAT_IVL", 50, "HEARTBEAT_TIMEOUT", 500));
      String endpoint = push.bind("tcp://127.0.0.1:*");
      pull.connect(endpoint);
      Monitored.await(monitor, SocketEvent.HandshakeSucceeded.class);
      sendAndWait(push, endpoint);
      python.kill();
      Monitored.await(monitor, SocketEvent.Disconnected.class);
    }
    receiveAll(pull);
  }
}
