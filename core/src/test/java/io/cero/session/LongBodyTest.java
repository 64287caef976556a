package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.InterruptedOperationException;
import io.cero.PubSocket;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RouterSocket;
import io.cero.SubSocket;
import io.cero.TimedOutException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Long bodies that go from buffer to channel and from channel to buffer, and what interrupts it.
 */
class LongBodyTest {
  private static final int LONG = 1 << 20;
  private static final int HEADER = 9;

  private final Context context = Context.create(o -> o.linger(Duration.ZERO));

  @AfterEach
  void close() {
    context.close();
  }

  private static byte[] body(int length, int seed) {
    byte[] body = new byte[length];
    new Random(seed).nextBytes(body);
    return body;
  }

  private static ByteBuffer direct(byte[] body) {
    return ByteBuffer.allocateDirect(body.length).put(0, body);
  }

  private static void scribble(ByteBuffer buffer) {
    for (int i = 0; i < buffer.limit(); i++) {
      buffer.put(i, (byte) 0xAA);
    }
  }

  private static byte[] bytesOf(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    return bytes;
  }

  private PullSocket pull() {
    return context.pull(o -> o.receiveTimeout(Duration.ofSeconds(20)));
  }

  @Test
  void shouldSendTheWholeBodyAgainWhenTheConnectionIsLostWithinIt() throws IOException {
    byte[] body = body(20 * LONG, 1); // more than two kernels hold
    ByteBuffer buffer = direct(body);
    try (ServerSocket listener = Rig.listener()) {
      PushSocket push = context.push();
      push.connect("tcp://127.0.0.1:" + listener.getLocalPort());
      RawClient first = RawClient.accept(listener).handshake("PULL");
      push.send(buffer);
      scribble(buffer);
      assertArrayEquals(Zmtp.longHeader(0, body.length), first.read(HEADER));
      first.read(LONG);
      first.reset();
      try (RawClient second = RawClient.accept(listener).handshake("PULL")) {
        assertArrayEquals(Zmtp.longHeader(0, body.length), second.read(HEADER));
        assertArrayEquals(body, second.read(body.length));
      }
    }
  }

  @Test
  void shouldSendEverythingInOrderWhenThePeerReadsSlowly() throws IOException {
    try (ServerSocket listener = Rig.listener()) {
      PushSocket push = context.push();
      push.connect("tcp://127.0.0.1:" + listener.getLocalPort());
      try (RawClient peer = RawClient.accept(listener).handshake("PULL")) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LONG);
        for (int i = 0; i < 60; i++) {
          int length = (int) (LONG / (1 + i % 12L));
          buffer.clear().put(0, body(length, i));
          push.send(buffer.limit(length));
          push.send("behind " + i);
          scribble(buffer);
        }
        for (int i = 0; i < 60; i++) {
          int length = (int) (LONG / (1 + i % 12L));
          assertArrayEquals(Zmtp.longHeader(0, length), peer.read(HEADER), "message " + i);
          assertArrayEquals(body(length, i), peer.read(length), "message " + i);
          byte[] behind = Zmtp.message("behind " + i);
          assertArrayEquals(behind, peer.read(behind.length), "behind message " + i);
        }
      }
    }
  }

  @Test
  void shouldLeaveTheBufferToItsOwnerWhenTheTimeIsOverWithinABody() {
    PullSocket pull = context.pull(o -> o.receiveTimeout(Duration.ofMillis(20)));
    byte[] body = body(LONG, 1);
    ByteBuffer buffer = ByteBuffer.allocateDirect(LONG);
    try (RawClient peer = RawClient.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
      peer.write(Zmtp.message("before"));
      assertEquals("before", pull.receive(Siege.DEADLINE).orElseThrow().text());
      int step = LONG / 16;
      peer.write(Zmtp.longHeader(0, LONG));
      for (int at = 0; at < LONG; at += step) {
        assertThrows(TimedOutException.class, () -> pull.receive(buffer));
        assertEquals(0, buffer.position());
        scribble(buffer);
        peer.write(Arrays.copyOfRange(body, at, at + step));
      }
      assertEquals(LONG, receiveSoon(pull, buffer));
      assertArrayEquals(body, bytesOf(buffer, LONG));
    }
  }

  /** Receives although the socket's own timeout is short. */
  private static int receiveSoon(PullSocket pull, ByteBuffer buffer) {
    long begin = System.nanoTime();
    while (true) {
      try {
        return pull.receive(buffer);
      } catch (TimedOutException again) {
        if (System.nanoTime() - begin > Siege.DEADLINE.toNanos()) {
          throw again;
        }
      }
    }
  }

  @Test
  void shouldReceiveWhatFollowsWhenAConnectionIsLostWithinABody() {
    PullSocket pull = pull();
    String endpoint = pull.bind("tcp://127.0.0.1:*");
    ByteBuffer buffer = ByteBuffer.allocateDirect(LONG);
    Semaphore received = new Semaphore(1); // peers have no order among them
    Thread peers =
        new Thread(
            () -> {
              for (int i = 0; i < 20; i++) {
                received.acquireUninterruptibly();
                RawClient gone = RawClient.connect(endpoint).handshake("PUSH");
                gone.write(Zmtp.longHeader(0, LONG), new byte[LONG / 21 * (i + 1)]);
                gone.halfClose().awaitEnd();
                gone.close();
                RawClient next = RawClient.connect(endpoint).handshake("PUSH");
                next.write(Zmtp.longHeader(0, LONG), body(LONG, i));
                next.halfClose().awaitEnd();
                next.close();
              }
            });
    peers.setDaemon(true);
    peers.start();
    for (int i = 0; i < 20; i++) {
      assertEquals(LONG, pull.receive(buffer.clear()));
      assertArrayEquals(body(LONG, i), bytesOf(buffer, LONG), "message " + i);
      received.release();
    }
  }

  /** Waits for a body of which the first half comes, until something else happens. */
  private void receiveHalf(PullSocket pull, RawClient peer, byte[] body, Executable wait, Task then)
      throws InterruptedException {
    peer.write(Zmtp.message("before"));
    assertEquals("before", pull.receive(Siege.DEADLINE).orElseThrow().text());
    Thread other =
        new Thread(
            () -> {
              peer.write(Zmtp.longHeader(0, LONG), Arrays.copyOf(body, LONG / 2));
              then.run();
            });
    other.start();
    try {
      wait.execute();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    other.join();
  }

  /** What another thread does meanwhile. */
  private interface Task {
    void run();
  }

  @Test
  void shouldReceiveAnotherPeersMessageFirstWhenItIsCompleteBefore() throws InterruptedException {
    PullSocket pull = pull();
    String endpoint = pull.bind("tcp://127.0.0.1:*");
    ByteBuffer buffer = ByteBuffer.allocateDirect(LONG);
    byte[] body = body(LONG, 1);
    try (RawClient peer = RawClient.connect(endpoint).handshake("PUSH")) {
      receiveHalf(
          pull,
          peer,
          body,
          () -> assertEquals(7, pull.receive(buffer)),
          () -> {
            RawClient next = RawClient.connect(endpoint).handshake("PUSH");
            next.write(Zmtp.message("another"));
            next.halfClose().awaitEnd();
            next.close();
          });
      assertArrayEquals("another".getBytes(StandardCharsets.UTF_8), bytesOf(buffer, 7));
      scribble(buffer.clear());
      peer.write(Arrays.copyOfRange(body, LONG / 2, LONG));
      assertEquals(LONG, pull.receive(buffer));
      assertArrayEquals(body, bytesOf(buffer, LONG));
    }
  }

  @Test
  void shouldLeaveTheBufferToItsOwnerWhenInterruptedWithinABody() throws InterruptedException {
    PullSocket pull = pull();
    ByteBuffer buffer = ByteBuffer.allocateDirect(LONG);
    byte[] body = body(LONG, 1);
    Thread waiting = Thread.currentThread();
    try (RawClient peer = RawClient.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
      receiveHalf(
          pull,
          peer,
          body,
          () -> {
            assertThrows(InterruptedOperationException.class, () -> pull.receive(buffer));
            assertTrue(Thread.interrupted());
          },
          waiting::interrupt);
      scribble(buffer);
      peer.write(Arrays.copyOfRange(body, LONG / 2, LONG));
      assertEquals(LONG, pull.receive(buffer));
      assertArrayEquals(body, bytesOf(buffer, LONG));
    }
  }

  @Test
  void shouldLeaveTheBufferToItsOwnerWhenClosedWithinABody() throws InterruptedException {
    PullSocket pull = pull();
    ByteBuffer buffer = ByteBuffer.allocateDirect(LONG);
    byte[] body = body(LONG, 1);
    try (RawClient peer = RawClient.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH")) {
      receiveHalf(
          pull,
          peer,
          body,
          () -> assertThrows(ClosedException.class, () -> pull.receive(buffer)),
          pull::close);
      scribble(buffer);
      byte[] scribbled = bytesOf(buffer, LONG);
      peer.offer(Arrays.copyOfRange(body, LONG / 2, LONG));
      context.close();
      assertArrayEquals(scribbled, bytesOf(buffer, LONG));
    }
  }

  @Test
  void shouldSendTheSameBodyToSeveralSubscribers() throws InterruptedException {
    PubSocket pub = context.pub();
    String endpoint = pub.bind("tcp://127.0.0.1:*");
    List<SubSocket> subscribers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SubSocket sub = context.sub(o -> o.receiveTimeout(Duration.ofSeconds(20)));
      sub.subscribe("");
      sub.connect(endpoint);
      subscribers.add(sub);
    }
    assertTrue(pub.awaitSubscribers("", 3, Siege.DEADLINE));
    ByteBuffer buffer = ByteBuffer.allocateDirect(LONG);
    for (int i = 0; i < 60; i++) {
      int length = LONG / (1 + i % 12);
      pub.send(buffer.clear().put(0, body(length, i)).limit(length));
      scribble(buffer);
    }
    ByteBuffer into = ByteBuffer.allocateDirect(LONG);
    for (SubSocket sub : subscribers) {
      for (int i = 0; i < 60; i++) {
        int length = LONG / (1 + i % 12);
        assertEquals(length, sub.receive(into.clear()));
        assertArrayEquals(body(length, i), bytesOf(into, length), "message " + i);
      }
    }
  }

  @Test
  void shouldReceiveAddressAndBodyWhenARouterPutsOneBeforeTheOther() {
    RouterSocket router = context.router(o -> o.receiveTimeout(Duration.ofSeconds(20)));
    ByteBuffer buffer = ByteBuffer.allocateDirect(LONG);
    try (RawClient peer = RawClient.connect(router.bind("tcp://127.0.0.1:*")).handshake("DEALER")) {
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < 50; i++) {
                  peer.offer(Zmtp.join(Zmtp.longHeader(0, LONG), body(LONG, i)));
                }
              });
      writer.setDaemon(true);
      writer.start();
      for (int i = 0; i < 50; i++) {
        scribble(buffer.clear());
        assertEquals(5, router.receive(buffer), "an address");
        for (int at = 5; at < LONG; at += 1_000) {
          assertEquals((byte) 0xAA, buffer.get(at), "nothing was lent for an address");
        }
        assertEquals(LONG, router.receive(buffer.clear()));
        assertArrayEquals(body(LONG, i), bytesOf(buffer, LONG), "message " + i);
      }
    }
  }

  @Test
  void shouldExchangeBodiesOfEveryLengthBetweenTwoSockets() {
    PullSocket pull = pull();
    PushSocket push = context.push();
    push.connect(pull.bind("tcp://127.0.0.1:*"));
    Thread sender =
        new Thread(
            () -> {
              ByteBuffer buffer = ByteBuffer.allocateDirect(LONG);
              Random random = new Random(1);
              for (int i = 0; i < 1_000; i++) {
                int length = random.nextInt(1 << (1 + random.nextInt(20)));
                buffer.clear().put(0, body(length, i));
                push.send(buffer.limit(length));
              }
            });
    sender.setDaemon(true);
    sender.start();
    ByteBuffer buffer = ByteBuffer.allocateDirect(LONG);
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      int length = random.nextInt(1 << (1 + random.nextInt(20)));
      assertEquals(length, pull.receive(buffer.clear()));
      assertArrayEquals(body(length, i), bytesOf(buffer, length), "message " + i);
    }
  }
}
