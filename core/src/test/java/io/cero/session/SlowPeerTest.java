package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.DisconnectReason;
import io.cero.DropReason;
import io.cero.Heartbeat;
import io.cero.Message;
import io.cero.PairSocket;
import io.cero.PullSocket;
import io.cero.PushOptions;
import io.cero.PushSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.XPubSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that do not read, applications that do not read, and what is held meanwhile. */
class SlowPeerTest {
  private static final int MARK = 10;
  private static final int SMALL_BUFFER = 16 << 10;
  private static final byte[] KILOBYTE = new byte[1024];

  private final Context context = Context.create(o -> o.linger(Duration.ZERO));

  @AfterEach
  void close() {
    context.close();
  }

  private static void small(PushOptions options) {
    options.highWaterMark(MARK).tcp(t -> t.withSendBufferSize(SMALL_BUFFER));
  }

  private static SocketEvent.Disconnected disconnected(SocketMonitor monitor) {
    while (true) {
      SocketEvent event =
          monitor
              .next(Siege.DEADLINE)
              .orElseThrow(() -> new AssertionError("no event says that it is disconnected"));
      if (event instanceof SocketEvent.Disconnected end) {
        return end;
      }
    }
  }

  /** A pair of ours on the same I/O thread, to see that it serves others. */
  private final class Others {
    private final PairSocket one = context.pair();
    private final PairSocket two = context.pair();

    Others() {
      two.connect(one.bind("tcp://127.0.0.1:*"));
    }

    void exchange(int times) {
      for (int i = 0; i < times; i++) {
        one.send("there");
        assertEquals("there", two.receive(Siege.DEADLINE).orElseThrow().text());
        two.send("back");
        assertEquals("back", one.receive(Siege.DEADLINE).orElseThrow().text());
      }
    }
  }

  private int fill(PushSocket push) {
    int accepted = 0;
    while (push.send(Message.of(KILOBYTE), Duration.ofMillis(100))) {
      accepted++;
    }
    return accepted;
  }

  @Test
  void shouldBlockAPushAtItsMarkAndCountWhatWasWrittenAndDroppedWhenThePeerNeverReads() {
    PushSocket push = context.push(SlowPeerTest::small);
    SocketMonitor monitor = push.monitor();
    String endpoint = push.bind("tcp://127.0.0.1:*");
    Others others = new Others();
    RawClient peer = RawClient.connect(endpoint, SMALL_BUFFER).handshake("PULL");
    int accepted = fill(push);
    others.exchange(100);
    assertFalse(push.trySend(KILOBYTE), "nobody made room");
    assertEquals(
        Optional.empty(), monitor.poll().filter(SocketEvent.Disconnected.class::isInstance));
    peer.reset();
    SocketEvent.Disconnected end = disconnected(monitor);
    assertEquals(peer.address(), end.address());
    assertEquals(accepted, end.written() + end.dropped());
    assertTrue(end.dropped() <= MARK, () -> end + " holds more than its mark");
    others.exchange(10);
  }

  @Test
  void shouldEndAPeerThatNeverReadsByHeartbeatsOnly() {
    PushSocket push =
        context.push(
            o -> {
              small(o);
              o.heartbeat(
                  Heartbeat.every(Duration.ofMillis(50)).withTimeout(Duration.ofMillis(200)));
            });
    SocketMonitor monitor = push.monitor();
    String endpoint = push.bind("tcp://127.0.0.1:*");
    Others others = new Others();
    try (RawClient peer = RawClient.connect(endpoint, SMALL_BUFFER).handshake("PULL")) {
      int accepted = 0;
      while (push.trySend(KILOBYTE)) {
        accepted++;
      }
      SocketEvent.Disconnected end = disconnected(monitor);
      assertEquals(DisconnectReason.HEARTBEAT_TIMEOUT, end.reason());
      assertEquals(peer.address(), end.address());
      assertTrue(accepted >= end.written() + end.dropped());
      others.exchange(10);
    }
  }

  @Test
  void shouldDropAndCountWhatAPublisherSendsWhenASubscriberNeverReads() {
    XPubSocket pub =
        context.xpub(o -> o.sendHighWaterMark(MARK).tcp(t -> t.withSendBufferSize(SMALL_BUFFER)));
    SocketMonitor monitor = pub.monitor();
    String endpoint = pub.bind("tcp://127.0.0.1:*");
    RawClient deaf = RawClient.connect(endpoint, SMALL_BUFFER).handshake("SUB");
    deaf.write(Zmtp.command("SUBSCRIBE"));
    assertEquals(1, pub.receive(Siege.DEADLINE).orElseThrow().byteCount());
    RawClient keen = RawClient.connect(endpoint).handshake("SUB");
    keen.write(Zmtp.command("SUBSCRIBE", Zmtp.text("keen")));
    assertEquals(5, pub.receive(Siege.DEADLINE).orElseThrow().byteCount());
    long sent = 0;
    for (; sent < 1_000; sent++) {
      pub.send(KILOBYTE);
    }
    pub.send("keen");
    sent++;
    keen.readFrame();
    deaf.reset();
    long dropped = 0;
    SocketEvent event;
    do {
      event = monitor.next(Siege.DEADLINE).orElseThrow();
      if (event instanceof SocketEvent.Dropped drop
          && drop.reason() == DropReason.HIGH_WATER_MARK) {
        dropped += drop.count();
      }
    } while (!(event instanceof SocketEvent.Disconnected));
    SocketEvent.Disconnected end = (SocketEvent.Disconnected) event;
    assertEquals(deaf.address(), end.address());
    assertTrue(dropped > 0, "nothing was dropped");
    assertEquals(sent, dropped + end.written() + end.dropped(), "sent = written + dropped");
    keen.close();
  }

  @Test
  void shouldHoldNoMoreThanMarkAndAChunkWhenTheApplicationDoesNotRead() throws IOException {
    PullSocket pull =
        context.pull(
            o -> o.receiveHighWaterMark(MARK).tcp(t -> t.withReceiveBufferSize(SMALL_BUFFER)));
    String endpoint = pull.bind("tcp://127.0.0.1:*");
    Others others = new Others();
    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    try (SocketChannel flood = SocketChannel.open()) {
      flood.setOption(StandardSocketOptions.SO_SNDBUF, SMALL_BUFFER);
      flood.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      flood.configureBlocking(false);
      byte[] message = Zmtp.frame(0, KILOBYTE);
      flood.write(ByteBuffer.wrap(Zmtp.handshake("PUSH")));
      ByteBuffer messages = ByteBuffer.allocate(message.length * 100);
      while (messages.hasRemaining()) {
        messages.put(message);
      }
      messages.flip();
      long taken = 0;
      // What the system holds is twice what was asked for at either end, and a little more.
      long most = MARK * (long) message.length + (256 << 10) + 8 * SMALL_BUFFER + (64 << 10);
      for (int quiet = 0; quiet < 200; quiet++) {
        int count = flood.write(messages);
        if (count > 0) {
          quiet = 0;
          taken += count;
        }
        if (!messages.hasRemaining()) {
          messages.flip();
        }
        others.exchange(1);
        assertTrue(taken <= most, "took " + taken + " bytes, at most " + most + " were expected");
      }
      for (long i = 0; i < taken / message.length; i++) {
        assertEquals(1024, pull.receive(Siege.DEADLINE).orElseThrow().byteCount());
      }
    }
  }

  @Test
  void shouldDeliverEverythingInOrderWhenMarksAreSmallestAndReadsAreLarge() {
    for (int mark = 1; mark <= 3; mark++) {
      int most = mark;
      PullSocket pull = context.pull(o -> o.receiveHighWaterMark(most));
      RawClient peer = RawClient.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH");
      int count = 30_000;
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < count; i++) {
        String body = Integer.toString(i);
        all.append((char) 0).append((char) body.length()).append(body);
      }
      Thread writer = new Thread(() -> peer.offer(Zmtp.text(all.toString())));
      writer.setDaemon(true);
      writer.start();
      for (int i = 0; i < count; i++) {
        int number = i;
        assertEquals(
            Integer.toString(i),
            pull.receive(Siege.DEADLINE)
                .orElseThrow(() -> new AssertionError("nothing after " + number + ", mark " + most))
                .text());
      }
      peer.close();
      pull.close();
    }
  }

  @Test
  void shouldDeliverTheRestOfARegionWhenTheApplicationOnlyLooks() {
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(1));
    try (RawClient peer = RawClient.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
      byte[] ten = Zmtp.repeat(Zmtp.message("m"), 10);
      for (int round = 0; round < 10_000; round++) {
        peer.write(ten);
        long end = System.nanoTime() + Siege.DEADLINE.toNanos();
        for (int got = 0; got < 10; ) {
          if (pull.tryReceive().isPresent()) {
            got++;
          } else if (System.nanoTime() > end) {
            throw new AssertionError(got + " of 10 came in round " + round);
          }
        }
      }
    }
  }
}
