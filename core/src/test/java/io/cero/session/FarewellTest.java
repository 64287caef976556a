package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.cero.Context;
import io.cero.FreshOptions;
import io.cero.PushSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How connections are left. */
class FarewellTest {
  private static final Duration LINGER = Duration.ofMillis(500);

  /** The rule: within the linger and a second. */
  private static final Duration MOST = LINGER.plusSeconds(1);

  @Test
  void shouldCloseWithinTheLingerAndASecondWhenThePeerNeverHangsUp() {
    Context context = Context.create(o -> o.linger(LINGER));
    PushSocket push = context.push();
    RawClient stubborn = RawClient.connect(push.bind("tcp://127.0.0.1:*")).handshake("PULL");
    push.send("last words");
    assertTimeout(MOST, context::close);
    assertEquals("last words", text(stubborn));
    stubborn.awaitEnd();
    stubborn.close();
  }

  /** A channel to which nothing can be written, for a reason that no channel should have. */
  private static final class Unwritable extends SocketChannelStub {
    @Override
    public int write(ByteBuffer source) {
      throw new AssertionError("thrown as the test wants");
    }
  }

  @Test
  void shouldCloseTheChannelWhenTheLastWordCannotBeSaid() throws Exception {
    try (Rig rig = new Rig();
        Unwritable channel = new Unwritable()) {
      Profile profile = rig.profile(FreshOptions.req());
      Farewell.close(rig.reactor, profile, channel, null, new byte[10], 0);
      assertFalse(channel.isOpen());
    } // fails if anything outlives its end
  }

  private static String text(RawClient peer) {
    byte[] frame = peer.readFrame();
    return new String(frame, 2, frame.length - 2, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  void shouldCloseWithinTheLingerAndASecondWhenThePeerNeverReads() {
    Context context = Context.create(o -> o.linger(LINGER));
    PushSocket push = context.push(o -> o.tcp(t -> t.withSendBufferSize(8 << 10)));
    RawClient deaf = RawClient.connect(push.bind("tcp://127.0.0.1:*"), 8 << 10).handshake("PULL");
    while (push.trySend(new byte[1_000])) {
      // until the mark
    }
    assertTimeout(MOST, context::close);
    deaf.close();
  }

  @Test
  void shouldCloseWithinTheLingerAndASecondWhenPeersNeverEndTheirHandshake() {
    Context context = Context.create(o -> o.linger(LINGER));
    PushSocket push = context.push();
    String endpoint = push.bind("tcp://127.0.0.1:*");
    RawClient silent = RawClient.connect(endpoint);
    RawClient half = RawClient.connect(endpoint).write(Zmtp.greeting());
    half.read(Zmtp.GREETING_SIZE);
    assertTimeout(MOST, context::close);
    silent.awaitEnd();
    half.awaitEnd();
    silent.close();
    half.close();
  }

  @Test
  void shouldDeliverWhatWasSentLastThoughThePeerStillSends() {
    for (int round = 0; round < 30; round++) {
      Context context = Context.create(o -> o.linger(Duration.ofSeconds(10)));
      PushSocket push = context.push();
      RawClient peer = RawClient.connect(push.bind("tcp://127.0.0.1:*")).handshake("PULL");
      AtomicReference<byte[]> read = new AtomicReference<>(new byte[0]);
      push.send(new byte[200_000]);
      peer.offer(Zmtp.repeat(Zmtp.ping(0, new byte[0]), 100)); // unread when the socket closes
      Thread reader =
          new Thread(
              () -> {
                read.set(peer.read(200_009));
                peer.close();
              });
      reader.start();
      context.close();
      join(reader);
      assertEquals(200_009, read.get().length);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
