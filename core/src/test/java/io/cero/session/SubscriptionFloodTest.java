package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.DisconnectReason;
import io.cero.PubSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscribers that ask for too much, and one beside them that does not. */
class SubscriptionFloodTest {
  private final Context context = Context.create(o -> o.linger(Duration.ZERO));
  private PubSocket pub;
  private SocketMonitor monitor;
  private String endpoint;
  private RawClient honest;

  @BeforeEach
  void open() {
    pub = context.pub();
    monitor = pub.monitor();
    endpoint = pub.bind("tcp://127.0.0.1:*");
    honest = RawClient.connect(endpoint).handshake("SUB");
    honest.write(Zmtp.command("SUBSCRIBE", Zmtp.text("honest")));
    await("honest", 1);
  }

  @AfterEach
  void close() {
    honest.close();
    context.close();
  }

  /** Waits until the publisher has applied as many subscriptions that match a topic. */
  private void await(String topic, int count) {
    long end = System.nanoTime() + Siege.DEADLINE.toNanos();
    while (pub.subscriberCount(Zmtp.text(topic)) != count) {
      if (System.nanoTime() > end) {
        throw new AssertionError(pub.subscriberCount(Zmtp.text(topic)) + " for " + topic);
      }
    }
  }

  private void exchange() {
    pub.send("honest");
    assertArrayEquals(Zmtp.message("honest"), honest.readFrame());
  }

  private SocketEvent.Disconnected end(RawClient attacker) {
    while (true) {
      SocketEvent event = monitor.next(Siege.DEADLINE).orElseThrow();
      if (event instanceof SocketEvent.Disconnected end) {
        assertEquals(attacker.address(), end.address());
        return end;
      }
    }
  }

  @Test
  void shouldTakeAndForgetAFloodOfSubscriptions() {
    RawClient flood = RawClient.connect(endpoint).handshake("SUB");
    ByteArrayOutputStream commands = new ByteArrayOutputStream();
    for (int i = 0; i < 50_000; i++) {
      commands.writeBytes(Zmtp.command("SUBSCRIBE", Zmtp.text("topic " + i)));
      commands.writeBytes(Zmtp.command("CANCEL", Zmtp.text("never " + i)));
    }
    commands.writeBytes(Zmtp.command("SUBSCRIBE", Zmtp.text("last")));
    flood.write(commands.toByteArray());
    await("last", 1);
    exchange();
    flood.reset();
    await("last", 0);
    await("topic 49999", 0);
    exchange();
  }

  @Test
  void shouldTakeAndForgetPrefixesOfPrefixes() {
    RawClient deep = RawClient.connect(endpoint).handshake("SUB");
    ByteArrayOutputStream commands = new ByteArrayOutputStream();
    byte[] topic = Zmtp.repeat(Zmtp.text("x"), 3_000);
    for (int length = 1; length <= topic.length; length++) {
      commands.writeBytes(Zmtp.command("SUBSCRIBE", java.util.Arrays.copyOf(topic, length)));
    }
    deep.write(commands.toByteArray());
    await("x", 1);
    deep.write(Zmtp.command("SUBSCRIBE", Zmtp.text("last")));
    await("last", 1);
    exchange();
    deep.close();
    await("x", 0);
    exchange();
  }

  @Test
  void shouldDropWhoSubscribesToATopicThatIsTooLong() {
    RawClient attacker = RawClient.connect(endpoint).handshake("SUB");
    attacker.write(Zmtp.longHeader(4, (1 << 20) + 1), Zmtp.hex("09"));
    assertEquals(DisconnectReason.MESSAGE_TOO_LARGE, end(attacker).reason());
    attacker.awaitEnd();
    attacker.close();
    exchange();
  }
}
