package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Message;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.TimedOutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PUSH and PULL: one direction, in turn, nothing dropped. */
class PipelineConformanceTest extends Conformance {
  private static final byte[] X = "x".getBytes(StandardCharsets.US_ASCII);

  @EveryTransport
  void shouldDeliverInOrderWhenOnePushesToOne(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);

    for (int i = 0; i < 900; i++) {
      send(push, "m" + i);
    }

    for (int i = 0; i < 900; i++) {
      assertEquals("m" + i, text(pull));
    }
  }

  @EveryTransport
  void shouldDeliverWhenThePusherBinds(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, push, pull);

    send(push, "there");

    assertEquals("there", text(pull));
  }

  @EveryTransport
  void shouldDeliverEveryFrameWhenMessagesAreMultipart(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);
    Message message = Message.of("", "two", "", "four", "");

    push.send(message);
    push.send(Message.empty());

    assertEquals(message, receive(pull));
    assertEquals(Message.empty(), receive(pull));
  }

  @EveryTransport
  void shouldDeliverEveryByteWhateverTheSize(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);

    for (int size : new int[] {0, 1, 254, 255, 256, 8_191, 8_192, 8_193, 65_536, 3_000_001}) {
      byte[] body = new byte[size];
      for (int i = 0; i < size; i++) {
        body[i] = (byte) (i * 31 + size);
      }
      push.send(body);
      assertArrayEquals(body, receive(pull).bytes(), "of " + size + " bytes");
    }
  }

  @EveryTransport
  void shouldGoRoundWhenThereAreSeveralPullers(Transport transport) {
    PushSocket push = context.push();
    PullSocket a = context.pull();
    PullSocket b = context.pull();
    PullSocket c = context.pull();
    join(transport, push, a, b, c);

    for (int i = 1; i <= 6; i++) {
      send(push, "R" + i);
    }

    assertEquals(List.of("R1", "R4"), texts(a, 2));
    assertEquals(List.of("R2", "R5"), texts(b, 2));
    assertEquals(List.of("R3", "R6"), texts(c, 2));
  }

  @EveryTransport
  void shouldGoRoundWhenOnePusherConnectsToSeveral(Transport transport) {
    PushSocket push = context.push();
    PullSocket a = context.pull();
    PullSocket b = context.pull();
    join(transport, a, push);
    join(transport, b, push);

    for (int i = 1; i <= 4; i++) {
      send(push, "R" + i);
    }

    assertEquals(List.of("R1", "R3"), texts(a, 2));
    assertEquals(List.of("R2", "R4"), texts(b, 2));
  }

  @EveryTransport
  void shouldQueueFairlyWhenSeveralPush(Transport transport) {
    PullSocket pull = context.pull();
    PushSocket a = context.push();
    PushSocket b = context.push();
    PushSocket c = context.push();
    join(transport, pull, a, b, c);
    sendAndLeave(
        transport,
        pull,
        a,
        () -> {
          send(a, "R1");
          send(a, "R2");
          send(a, "R3");
        });
    sendAndLeave(transport, pull, b, () -> send(b, "R4"));
    sendAndLeave(
        transport,
        pull,
        c,
        () -> {
          send(c, "R5");
          send(c, "R6");
        });

    assertEquals(List.of("R1", "R4", "R5", "R2", "R6", "R3"), texts(pull, 6));
  }

  @EveryTransport
  void shouldGiveALateSenderItsTurnWhenAnotherHasSentAThousand(Transport transport) {
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(2000));
    PushSocket a = context.push();
    PushSocket b = context.push();
    join(transport, pull, a, b);
    sendAndLeave(
        transport,
        pull,
        a,
        () -> {
          for (int i = 0; i < 1000; i++) {
            send(a, "A" + i);
          }
        });
    assertEquals("A0", text(pull));
    sendAndLeave(transport, pull, b, () -> send(b, "B"));

    assertTrue(texts(pull, 2).contains("B"));
  }

  @EveryTransport
  void shouldWaitWhenThereIsNoPeer(Transport transport) {
    PushSocket push = context.push(o -> o.sendTimeout(Duration.ofMillis(10)));
    push.bind(transport.fresh());

    assertFalse(push.trySend("a"));
    assertFalse(push.isWritable());
    assertFalse(push.send(Message.of("a", "b"), Duration.ofMillis(10)));
    assertThrows(TimedOutException.class, () -> push.send("a"));
  }

  @EveryTransport
  void shouldSendWhatWaitedWhenAPeerComes(Transport transport) throws InterruptedException {
    PushSocket push = context.push();
    String endpoint = push.bind(transport.fresh());
    Thread sender = start("sender", () -> push.send(Message.of("waited", "for", "you")));

    PullSocket pull = context.pull();
    pull.connect(endpoint);

    assertEquals(Message.of("waited", "for", "you"), receive(pull));
    sender.join(PATIENCE.toMillis());
  }

  @Test
  void shouldTakeExactlyBothMarksWhenInproc() {
    for (int[] marks : new int[][] {{1, 1}, {2, 3}, {10, 7}, {1000, 1000}}) {
      PullSocket pull = context.pull(o -> o.receiveHighWaterMark(marks[1]));
      PushSocket push = context.push(o -> o.sendHighWaterMark(marks[0]));
      join(Transport.INPROC, pull, push);

      assertEquals(marks[0] + marks[1], fill(push, X));
      assertFalse(push.isWritable());
    }
  }

  @Test
  void shouldTakeExactlyBothMarksWhenInprocIsConnectedBeforeItIsBound() {
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(4));
    PushSocket push = context.push(o -> o.sendHighWaterMark(3));
    String name = Transport.INPROC.fresh();
    push.connect(name);
    assertEquals(3, fill(push, X));
    pull.bind(name);

    assertEquals(4, fill(push, X));
  }

  @Test
  void shouldRefuseNothingWhenAMarkIsZero() {
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(0));
    PushSocket push = context.push(o -> o.sendHighWaterMark(1));
    join(Transport.INPROC, pull, push);

    for (int i = 0; i < 20_000; i++) {
      assertTrue(push.trySend(X));
    }
  }

  @Connected
  void shouldRefuseAndLoseNothingWhenThePeerDoesNotRead(Transport transport) {
    PullSocket pull =
        context.pull(o -> o.receiveHighWaterMark(5).tcp(t -> t.withReceiveBufferSize(64 << 10)));
    PushSocket push =
        context.push(o -> o.sendHighWaterMark(5).tcp(t -> t.withSendBufferSize(64 << 10)));
    join(transport, pull, push);
    byte[] body = new byte[1 << 20];
    Arrays.fill(body, (byte) 7);

    int accepted = 0;
    while (push.send(Message.of(body), Duration.ofMillis(100))) {
      accepted++;
      assertTrue(accepted < 100, "it never refuses");
    }

    // Both marks, a message under way, and what the kernel and one read hold.
    assertTrue(accepted >= 10 && accepted <= 20, "accepted " + accepted);
    for (int i = 0; i < accepted; i++) {
      assertArrayEquals(body, receive(pull).bytes());
    }
    send(push, "room again");
    assertEquals("room again", text(pull));
  }

  @EveryTransport
  void shouldSendOnWhenTheMarkWasReachedAndThePeerReads(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(3));
    PushSocket push = context.push(o -> o.sendHighWaterMark(2));
    join(transport, pull, push);
    int count = 20_000;
    Thread sender =
        start(
            "sender",
            () -> {
              for (int i = 0; i < count; i++) {
                push.send("m" + i);
              }
            });

    for (int i = 0; i < count; i++) {
      assertEquals("m" + i, text(pull));
    }
    sender.join(PATIENCE.toMillis());
  }

  @EveryTransport
  void shouldDeliverWhatWasSentBeforeAnybodyListened(Transport transport) {
    String endpoint = lasting(transport);
    PushSocket push = context.push();
    push.connect(endpoint);
    for (int i = 0; i < 100; i++) {
      assertTrue(push.trySend("m" + i));
    }

    PullSocket pull = context.pull();
    pull.bind(endpoint);

    for (int i = 0; i < 100; i++) {
      assertEquals("m" + i, text(pull));
    }
  }

  @Test
  void shouldTalkOverSeveralTransportsWhenOneSocketHasSeveralEndpoints() {
    PullSocket pull = context.pull();
    for (Transport transport : Transport.values()) {
      for (int i = 0; i < 2; i++) {
        PushSocket push = context.push();
        join(transport, pull, push);
        send(push, transport + " bound " + i);
        assertEquals(transport + " bound " + i, text(pull));
      }
      PushSocket binder = context.push();
      join(transport, binder, pull);
      send(binder, transport + " connected");
      assertEquals(transport + " connected", text(pull));
    }
    assertEquals(9, pull.peerCount());
  }

  @Connected
  void shouldKeepWhatIsQueuedWhenAConnectingPushLosesItsPeer(Transport transport) {
    PushSocket push = context.push();
    PullSocket first = context.pull();
    String endpoint = first.bind(lasting(transport));
    connect(first, endpoint, push);
    try (SocketMonitor monitor = push.monitor()) {
      send(push, "first");
      assertEquals("first", text(first));
      first.close();
      await(monitor, SocketEvent.Disconnected.class);
    }
    for (int i = 0; i < 10; i++) {
      assertTrue(push.trySend("kept " + i));
    }

    PullSocket second = context.pull();
    second.bind(endpoint);

    for (int i = 0; i < 10; i++) {
      assertEquals("kept " + i, text(second));
    }
  }

  @EveryTransport
  void shouldGoOnWithTheOthersWhenOnePullerGoes(Transport transport) {
    PushSocket push = context.push();
    PullSocket a = context.pull();
    PullSocket b = context.pull();
    join(transport, push, a, b);
    try (SocketMonitor monitor = push.monitor()) {
      a.close();
      if (transport.hasConnections()) {
        await(monitor, SocketEvent.Disconnected.class);
      }
    }

    for (int i = 0; i < 4; i++) {
      send(push, "m" + i);
    }

    assertEquals(List.of("m0", "m1", "m2", "m3"), texts(b, 4));
    assertEquals(1, push.peerCount());
  }

  @EveryTransport
  void shouldDeliverWhatWasSentWhenTheSenderCloses(Transport transport) {
    PullSocket pull = context.pull();
    PushSocket push = context.push(o -> o.linger(PATIENCE));
    join(transport, pull, push);
    for (int i = 0; i < 500; i++) {
      send(push, "m" + i);
    }
    push.close();

    for (int i = 0; i < 500; i++) {
      assertEquals("m" + i, text(pull));
    }
  }

  @EveryTransport
  void shouldDropAnUnfinishedMessageWhenTheSenderCloses(Transport transport) {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    join(transport, pull, push);
    sendAndLeave(
        transport,
        pull,
        push,
        () -> {
          send(push, "whole");
          push.sendMore("half");
        });

    assertEquals("whole", text(pull));
    assertNothing(pull);
  }

  @EveryTransport
  void shouldKeepOnlyTheNewestWhenConflating(Transport transport) {
    PullSocket pull = context.pull(o -> o.conflate(true));
    PushSocket push = context.push(o -> o.conflate(true));
    join(transport, pull, push);
    sendAndLeave(
        transport,
        pull,
        push,
        () -> {
          for (int i = 0; i <= 500; i++) {
            push.send("m" + i);
          }
        });

    assertEquals("m500", text(pull));
    assertNothing(pull);
  }
}
