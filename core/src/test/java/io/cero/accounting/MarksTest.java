package io.cero.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.DisconnectReason;
import io.cero.Message;
import io.cero.PubSocket;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.SubSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a socket takes for a peer that does not read, and what its monitors hear of that. */
class MarksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] KILOBYTE = new byte[1_000];

  private final Context context = Context.create(o -> o.linger(Duration.ZERO));

  @AfterEach
  void close() {
    context.close();
  }

  private static <E extends SocketEvent> E await(SocketMonitor monitor, Class<E> kind) {
    List<SocketEvent> others = new ArrayList<>();
    while (true) {
      SocketEvent event =
          monitor.next(PATIENCE).orElseThrow(() -> new AssertionError("only " + others));
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
      others.add(event);
    }
  }

  /** Takes what is there of two kinds. */
  private static List<SocketEvent> marks(SocketMonitor monitor) {
    List<SocketEvent> marks = new ArrayList<>();
    for (Optional<SocketEvent> e = monitor.poll(); e.isPresent(); e = monitor.poll()) {
      if (e.get() instanceof SocketEvent.MarkReached || e.get() instanceof SocketEvent.RoomAgain) {
        marks.add(e.get());
      }
    }
    return marks;
  }

  /** Sends until there is no room for a while; returns how many went in. */
  private static int fill(PushSocket push) {
    int accepted = 0;
    while (push.send(Message.of(KILOBYTE), Duration.ofMillis(100))) {
      accepted++;
    }
    return accepted;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://marked"})
  void shouldTellOfTheMarkAndThenOfRoomOnceEach(String endpoint) {
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(5));
    PushSocket push = context.push(o -> o.sendHighWaterMark(5));
    SocketMonitor monitor = push.monitor();
    push.connect(pull.bind(endpoint));
    int taken = 0;
    for (int round = 0; round < 3; round++) {
      int accepted = fill(push);
      for (int i = 0; i < 10; i++) {
        assertFalse(push.trySend(KILOBYTE));
        assertFalse(push.isWritable());
      }
      List<SocketEvent> before = marks(monitor);
      int last = before.size() - 1;
      for (int i = 0; i <= last; i++) {
        boolean full = i % 2 == 0;
        assertEquals(full, before.get(i) instanceof SocketEvent.MarkReached, before::toString);
      }
      assertEquals(0, last % 2, () -> "the last of these is a mark that is reached: " + before);
      for (int i = 0; i < accepted; i++) {
        assertTrue(pull.receive(PATIENCE).isPresent());
      }
      taken += accepted;
      await(monitor, SocketEvent.RoomAgain.class); // though nobody calls the sender
    }
    assertEquals(taken, push.statistics().sent().accepted());
  }

  @Test
  void shouldTellThatADyingPeersMarkWasReachedOnlyOnce() {
    PubSocket pub = context.pub(o -> o.sendHighWaterMark(2));
    SubSocket sub = context.sub(o -> o.receiveHighWaterMark(3));
    SocketMonitor monitor = pub.monitor();
    sub.subscribe("");
    pub.bind("inproc://dying");
    sub.connect("inproc://dying");
    assertTrue(pub.awaitSubscribers("", 1, PATIENCE));
    for (int i = 0; i < 100; i++) {
      pub.send("x");
    }
    assertEquals(1, marks(monitor).size());
    sub.close();
    pub.send("x");
    assertEquals(List.of(), marks(monitor));
  }

  /** The bound is that of docs/reliability.md. */
  @Test
  void shouldTakeNoMoreThanBothMarksAndTheBytesBetweenOverTcp() {
    int buffer = 32 << 10;
    for (int mark : new int[] {1, 10, 500}) {
      PullSocket pull =
          context.pull(o -> o.highWaterMark(mark).tcp(t -> t.withReceiveBufferSize(buffer)));
      PushSocket push =
          context.push(o -> o.highWaterMark(mark).tcp(t -> t.withSendBufferSize(buffer)));
      push.connect(pull.bind("tcp://127.0.0.1:*"));
      int accepted = fill(push);
      int kernel = 2 * 2 * buffer; // Linux doubles what it is asked for
      int read = (64 << 10) + (256 << 10); // ahead of the mark, and the chunk it comes in
      int between = (kernel + read) / (KILOBYTE.length + 9) + 1;
      assertTrue(
          accepted >= 2 * mark && accepted <= 2 * mark + between,
          accepted + " of marks of " + mark + ", and " + between);
      assertTrue(push.statistics().sent().queued() <= mark);
      assertTrue(pull.statistics().received().queued() <= mark);
      for (int i = 0; i < accepted; i++) {
        assertTrue(pull.receive(PATIENCE).isPresent());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://visited"})
  void shouldTellOfEachPeerThatItComesAndGoesOnce(String endpoint) {
    PullSocket pull = context.pull();
    SocketMonitor here = pull.monitor();
    String bound = pull.bind(endpoint);
    for (int i = 0; i < 50; i++) {
      PushSocket push = context.push();
      SocketMonitor there = push.monitor();
      push.connect(bound);
      await(there, SocketEvent.HandshakeSucceeded.class);
      SocketEvent.HandshakeSucceeded came = await(here, SocketEvent.HandshakeSucceeded.class);
      push.close();
      SocketEvent.Disconnected left = await(here, SocketEvent.Disconnected.class);
      assertEquals(came.address(), left.address());
      assertEquals(DisconnectReason.PEER_CLOSED, left.reason());
      SocketEvent.Disconnected own = await(there, SocketEvent.Disconnected.class);
      assertEquals(DisconnectReason.LOCAL_CLOSE, own.reason());
      assertEquals(0, comingsAndGoings(there));
    }
    assertEquals(0, comingsAndGoings(here));
  }

  private static long comingsAndGoings(SocketMonitor monitor) {
    long count = 0;
    for (Optional<SocketEvent> e = monitor.poll(); e.isPresent(); e = monitor.poll()) {
      if (e.get() instanceof SocketEvent.HandshakeSucceeded
          || e.get() instanceof SocketEvent.Disconnected) {
        count++;
      }
    }
    return count;
  }

  @Test
  void shouldKeepAHundredThousandSubscriptionsWhenThePublisherIsRestarted() {
    int count = 100_000;
    SubSocket sub = context.sub(o -> o.highWaterMark(1_000));
    PubSocket first = context.pub(o -> o.highWaterMark(1_000));
    String endpoint = first.bind("tcp://127.0.0.1:*");
    for (int i = 0; i < count; i++) {
      sub.subscribe(topic(i));
    }
    sub.connect(endpoint);
    awaitAll(first, count);
    first.close();
    PubSocket second = context.pub(o -> o.highWaterMark(1_000));
    second.bind(endpoint);
    awaitAll(second, count);
    for (int i = 0; i < count; i += 997) {
      second.send(topic(i));
      assertEquals(topic(i), sub.receive(PATIENCE).orElseThrow().text());
    }
    assertEquals(count, second.statistics().received().read());
  }

  private static String topic(int number) {
    return "topic " + number + ".";
  }

  private static void awaitAll(Socket publisher, int count) {
    PubSocket pub = (PubSocket) publisher;
    for (int i = 0; i < count; i++) {
      String topic = topic(i);
      if (pub.subscriberCount(topic.getBytes(StandardCharsets.UTF_8)) == 0) {
        assertTrue(pub.awaitSubscribers(topic, 1, PATIENCE), topic);
      }
    }
  }
}
