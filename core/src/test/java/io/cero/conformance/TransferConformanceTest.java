package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.BufferTooSmallException;
import io.cero.ClosedException;
import io.cero.Context;
import io.cero.Message;
import io.cero.OutOfTurnException;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.SubSocket;
import io.cero.TimedOutException;
import io.cero.XPubSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The ways to hand bytes over: whole messages, frames, the caller's buffers, release hooks. */
class TransferConformanceTest extends Conformance {
  private static final int[] SIZES = {0, 1, 100, 8_000, 9_000, 100_000, 1_000_000};

  @EveryTransport
  void shouldSendAndReceiveFrameByFrame(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);
    for (int i = 0; i < 10; i++) {
      push.sendMore("a");
      push.sendMore(new byte[0]);
      push.send("c");
    }

    for (int i = 0; i < 10; i++) {
      assertEquals("a", pull.receiveFrameText());
      assertTrue(pull.hasMore());
      assertEquals(0, pull.receiveFrame().length);
      assertTrue(pull.hasMore());
      assertEquals("c", pull.receiveFrameText());
      assertFalse(pull.hasMore());
    }
  }

  @EveryTransport
  void shouldShowNothingOfAMessageBeforeItsLastFrame(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);
    push.sendMore("first");
    push.sendMore(new byte[200_000]);

    assertEquals(Optional.empty(), pull.receive(Duration.ofMillis(10)));
    push.send("last");

    assertEquals(3, receive(pull).frameCount());
  }

  @EveryTransport
  void shouldRefuseAMessageWhileAnotherIsSentFrameByFrame(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);
    push.sendMore("first");
    assertThrows(OutOfTurnException.class, () -> push.send(Message.of("another")));
    push.send("last");

    assertEquals(Message.of("first", "last"), receive(pull));
  }

  @EveryTransport
  void shouldGoOnWithTheRestWhenAMessageWasBegunFrameByFrame(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);
    push.send("a", "b", "c");
    push.send("next");

    assertEquals("a", pull.receiveFrameText());
    assertEquals(Message.of("b", "c"), receive(pull));
    assertEquals("next", text(pull));
  }

  @EveryTransport
  void shouldReceiveIntoTheCallersBuffer(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);
    for (ByteBuffer into : List.of(ByteBuffer.allocate(2_000_000), direct(2_000_000))) {
      for (int size : SIZES) {
        byte[] body = pattern(size);
        push.send(body);
        into.clear().position(7);

        assertEquals(size, pull.receive(into));

        assertEquals(7 + size, into.position());
        byte[] received = new byte[size];
        into.flip().position(7).get(received);
        assertArrayEquals(body, received);
      }
    }
    assertEquals(Socket.NOTHING, pull.tryReceive(ByteBuffer.allocate(1)));
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size);
  }

  private static byte[] pattern(int size) {
    byte[] body = new byte[size];
    for (int i = 0; i < size; i++) {
      body[i] = (byte) (i * 7 + size);
    }
    return body;
  }

  @EveryTransport
  void shouldKeepTheFrameWhenTheBufferIsTooSmall(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);
    for (int size : new int[] {5, 9_000, 300_000}) {
      push.send(Message.of(pattern(size), pattern(3)));
      ByteBuffer small = ByteBuffer.allocate(4);

      BufferTooSmallException refusal =
          assertThrows(BufferTooSmallException.class, () -> pull.receive(small));

      assertEquals(size, refusal.neededSize());
      assertEquals(0, small.position());
      assertTrue(pull.isReadable());
      assertThrows(BufferTooSmallException.class, () -> pull.tryReceive(small));
      Message message = receive(pull);
      assertArrayEquals(pattern(size), message.frame(0).toByteArray());
      assertEquals(2, message.frameCount());
    }
  }

  @EveryTransport
  void shouldSendTheCallersBufferAndMoveItsPosition(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);
    for (int size : SIZES) {
      for (ByteBuffer buffer :
          List.of(ByteBuffer.allocate(size + 5), ByteBuffer.allocateDirect(size + 5))) {
        buffer.position(3).put(pattern(size)).flip().position(3);
        push.send(buffer);
        assertEquals(buffer.limit(), buffer.position());
        buffer.clear();
        while (buffer.hasRemaining()) {
          buffer.put((byte) -1); // the buffer is the caller's again
        }
        assertArrayEquals(pattern(size), receive(pull).bytes());
      }
    }
  }

  @EveryTransport
  void shouldLetTheCallerReuseItsArrayAtOnce(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);
    for (int size : SIZES) {
      byte[] body = pattern(size);
      push.send(body);
      Arrays.fill(body, (byte) -1);
      assertArrayEquals(pattern(size), receive(pull).bytes());
    }
  }

  @EveryTransport
  void shouldReleaseEveryBufferOnceWhenItIsDelivered(Transport transport)
      throws InterruptedException {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    join(transport, pull, push);
    Semaphore released = new Semaphore(0);
    for (int size : SIZES) {
      push.send(ByteBuffer.wrap(pattern(size)), released::release);
      assertArrayEquals(pattern(size), receive(pull).bytes());
      assertTrue(released.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "of " + size);
    }
    assertReleasedNoMore(released);
  }

  /** After the context is closed nothing is left that could release once more. */
  private void assertReleasedNoMore(Semaphore released) {
    context.close();
    assertEquals(0, released.availablePermits());
  }

  @EveryTransport
  void shouldReleaseOnceWhenTheMessageIsDropped(Transport transport) throws InterruptedException {
    XPubSocket pub = context.xpub();
    pub.bind(transport.fresh());
    Semaphore released = new Semaphore(0);
    for (int size : SIZES) {
      pub.send(ByteBuffer.wrap(pattern(size)), released::release);
      assertTrue(released.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "of " + size);
    }
    assertReleasedNoMore(released);
  }

  @EveryTransport
  void shouldReleaseOnceWhenSeveralSubscribersShare(Transport transport)
      throws InterruptedException {
    XPubSocket pub = context.xpub(o -> o.verbose(true));
    List<SubSocket> subs = List.of(context.sub(), context.sub(), context.sub());
    subs.forEach(sub -> sub.subscribe(new byte[0]));
    join(transport, pub, subs.toArray(SubSocket[]::new));
    subs.forEach(sub -> receive(pub));
    Semaphore released = new Semaphore(0);
    for (int size : SIZES) {
      pub.send(ByteBuffer.wrap(pattern(size)), released::release);
      for (SubSocket sub : subs) {
        assertArrayEquals(pattern(size), receive(sub).bytes());
      }
      assertTrue(released.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "of " + size);
    }
    assertReleasedNoMore(released);
  }

  @EveryTransport
  void shouldReleaseOnceWhenTheSocketIsClosedWithMessagesQueued(Transport transport)
      throws InterruptedException {
    Semaphore released = new Semaphore(0);
    Context other = Context.create(o -> o.linger(Duration.ZERO));
    PushSocket push = other.push();
    push.connect(lasting(transport));
    for (int size : SIZES) {
      push.send(ByteBuffer.wrap(pattern(size)), released::release);
    }
    push.close();
    other.close();

    assertTrue(
        released.tryAcquire(SIZES.length, PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
        "released " + released.availablePermits() + " of " + SIZES.length);
    assertReleasedNoMore(released);
  }

  @EveryTransport
  void shouldReleaseOnceWhenThePeerGoesWithMessagesQueued(Transport transport)
      throws InterruptedException {
    Semaphore released = new Semaphore(0);
    PushSocket push = context.push();
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(1));
    join(transport, push, pull);
    int sent = 0;
    while (sent < 30 && push.isWritable()) {
      push.send(ByteBuffer.wrap(pattern(1_000_000)), released::release);
      sent++;
    }
    try (SocketMonitor monitor = push.monitor()) {
      pull.close();
      if (transport.hasConnections()) {
        await(monitor, SocketEvent.Disconnected.class);
      }
    }
    assertFalse(push.isWritable());

    assertTrue(
        released.tryAcquire(sent, PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
        "released " + released.availablePermits() + " of " + sent);
    assertReleasedNoMore(released);
  }

  @EveryTransport
  void shouldNotReleaseWhenTheSendFails(Transport transport) {
    Semaphore released = new Semaphore(0);
    PushSocket push = context.push(o -> o.sendTimeout(Duration.ofMillis(1)));
    push.bind(transport.fresh());
    ByteBuffer body = ByteBuffer.wrap(pattern(100_000));
    assertThrows(TimedOutException.class, () -> push.send(body, released::release));
    assertEquals(100_000, body.remaining());
    assertReleasedNoMore(released);
  }

  @EveryTransport
  void shouldTellTimeoutsFromEmptyFramesAndFromTheEnd(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull(o -> o.receiveTimeout(Duration.ofMillis(5)));
    join(transport, pull, push);

    assertThrows(TimedOutException.class, pull::receive);
    assertThrows(TimedOutException.class, pull::receiveFrame);
    assertThrows(TimedOutException.class, () -> pull.receive(ByteBuffer.allocate(1)));
    assertEquals(Optional.empty(), pull.tryReceive());
    pull.receiveTimeout(PATIENCE);
    push.send("");
    push.send("");
    push.send("");
    assertEquals("", pull.receiveText());
    assertEquals(0, pull.receiveFrame().length);
    assertEquals(0, pull.receive(ByteBuffer.allocate(1)));
    assertEquals(Socket.NOTHING, pull.tryReceive(ByteBuffer.allocate(1)));
    assertEquals(Optional.empty(), pull.receive(Duration.ZERO));

    pull.close();
    assertThrows(ClosedException.class, pull::receive);
    assertThrows(ClosedException.class, pull::receiveFrame);
    assertThrows(ClosedException.class, () -> pull.receive(ByteBuffer.allocate(1)));
    assertThrows(ClosedException.class, () -> pull.tryReceive(ByteBuffer.allocate(1)));
    assertThrows(ClosedException.class, () -> pull.receive(PATIENCE));
    assertThrows(ClosedException.class, pull::tryReceive);
  }

  @Test
  void shouldCountWhatAPublisherDropsWhenInproc() {
    XPubSocket pub = context.xpub(o -> o.sendHighWaterMark(2));
    SubSocket sub = context.sub(o -> o.receiveHighWaterMark(2));
    sub.subscribe("");
    join(Transport.INPROC, pub, sub);
    receive(pub);
    try (SocketMonitor monitor = pub.monitor()) {
      for (int i = 0; i < 100; i++) {
        pub.send("m" + i);
      }
      long dropped = 0;
      while (dropped < 96) {
        dropped += await(monitor, SocketEvent.Dropped.class).count();
      }
      assertEquals(96, dropped);
    }
    assertEquals("m0", new String(receive(sub).bytes(), StandardCharsets.UTF_8));
  }
}
