package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.HandshakeFailure;
import io.cero.Message;
import io.cero.SocketEvent;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a listener does with peers that never get as far as a message. */
class HostileHandshakeTest {
  static Stream<Arguments> refusals() {
    byte[] greeting = Zmtp.greeting();
    return Stream.of(
        refusal("zeros", HandshakeFailure.NOT_ZMTP, new byte[64]),
        refusal(
            "an HTTP request",
            HandshakeFailure.NOT_ZMTP,
            Zmtp.text("GET / HTTP/1.1\r\nHost: localhost:5555\r\nUser-Agent: curl/8\r\n\r\n")),
        refusal(
            "a TLS hello",
            HandshakeFailure.NOT_ZMTP,
            Zmtp.hex("16 03 01 02 00 01 00 01 fc 03 03"),
            new byte[505]),
        refusal("an SSH banner", HandshakeFailure.NOT_ZMTP, Zmtp.text("SSH-2.0-OpenSSH_9.2p1\r\n")),
        refusal(
            "a signature with a wrong end",
            HandshakeFailure.NOT_ZMTP,
            Zmtp.hex("ff 0000000000000000 7d 03"),
            new byte[53]),
        refusal(
            "a signature of all ones", HandshakeFailure.NOT_ZMTP, Zmtp.hex("ffffffffffffffffffff")),
        refusal("version 0", HandshakeFailure.VERSION, Zmtp.greeting(0, 0, "NULL")),
        refusal("mechanism PLAIN", HandshakeFailure.MECHANISM, Zmtp.greeting(3, 1, "PLAIN")),
        refusal("mechanism in lower case", HandshakeFailure.MECHANISM, Zmtp.greeting(3, 1, "null")),
        refusal("no mechanism", HandshakeFailure.MECHANISM, Zmtp.greeting(3, 1, "")),
        refusal(
            "a mechanism of twenty letters",
            HandshakeFailure.MECHANISM,
            Zmtp.greeting(3, 1, "NULLNULLNULLNULLNULL")),
        refusal("ZMTP 2.0 of a SUB", HandshakeFailure.SOCKET_TYPE, zmtp2(2)),
        refusal("ZMTP 2.0 of no type", HandshakeFailure.SOCKET_TYPE, zmtp2(99)),
        refusal("a REQ", HandshakeFailure.SOCKET_TYPE, Zmtp.handshake("REQ")),
        refusal("no known type", HandshakeFailure.SOCKET_TYPE, Zmtp.handshake("PUSHER")),
        refusal(
            "a type of 8 KB",
            HandshakeFailure.SOCKET_TYPE,
            Zmtp.join(
                greeting, Zmtp.command("READY", Zmtp.property("Socket-Type", new byte[8192])))),
        refusal(
            "a message before READY",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.message("early")),
        refusal(
            "a PING before READY",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.ping(0, new byte[0])),
        refusal(
            "a command without name", HandshakeFailure.PROTOCOL_ERROR, greeting, Zmtp.hex("04 00")),
        refusal(
            "a name that is longer than its command",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.hex("04 03 ff 52 45")),
        refusal(
            "a command with MORE",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.hex("05 06 05 5245414459")),
        refusal(
            "reserved flags",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.hex("84 06 05 5245414459")),
        refusal(
            "a READY of 2^63-1 octets",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.longHeader(4, Long.MAX_VALUE)),
        refusal(
            "a READY of 2^63 octets",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.longHeader(4, Long.MIN_VALUE)),
        refusal(
            "a READY of -1 octets",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.longHeader(4, -1)),
        refusal(
            "a READY of more than a handshake takes",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.longHeader(4, 1 << 16)),
        refusal("a property without name", "00 00000000"),
        refusal("a property's name cut off", "0b 536f636b"),
        refusal("a property's length cut off", "01 41 0000"),
        refusal("a property of -1 octets", "01 41 ffffffff"),
        refusal("a property of 2^31-1 octets", "01 41 7fffffff 00"),
        refusal("a property's name of control characters", "03 000a1b 00000000"),
        refusal(
            "two types",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.command(
                "READY",
                Zmtp.property("Socket-Type", Zmtp.text("PUSH")),
                Zmtp.property("socket-type", Zmtp.text("PUSH")))),
        refusal(
            "an identity of 256 octets",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.command(
                "READY",
                Zmtp.property("Socket-Type", Zmtp.text("PUSH")),
                Zmtp.property("Identity", new byte[256]))),
        refusal(
            "an ERROR",
            HandshakeFailure.REFUSED_BY_PEER,
            greeting,
            Zmtp.command("ERROR", Zmtp.hex("03 4e6f21"))),
        refusal(
            "an ERROR that is cut off",
            HandshakeFailure.PROTOCOL_ERROR,
            greeting,
            Zmtp.command("ERROR", Zmtp.hex("ff 4e6f21"))));
  }

  private static Arguments refusal(String what, HandshakeFailure reason, byte[]... parts) {
    return Arguments.of(what, reason, Zmtp.join(parts));
  }

  private static Arguments refusal(String what, String properties) {
    return refusal(
        what,
        HandshakeFailure.PROTOCOL_ERROR,
        Zmtp.greeting(),
        Zmtp.command("READY", Zmtp.hex(properties)));
  }

  private static byte[] zmtp2(int type) {
    return Zmtp.join(Zmtp.hex("ff 0000000000000001 7f 01"), new byte[] {(byte) type, 0, 0});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void shouldRefuseAndGoOnWhenAPeerOffers(String what, HandshakeFailure reason, byte[] bytes) {
    try (Siege siege = new Siege()) {
      int sockets = Siege.sockets();
      RawClient attacker = siege.attacker().write(bytes);
      siege.exchange();
      SocketEvent.HandshakeFailed failed = siege.failed(attacker, reason);
      assertTrue(failed.text().chars().allMatch(c -> c >= ' '), failed::text);
      attacker.awaitEnd();
      attacker.close();
      siege.assertUnharmed(sockets);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void shouldRefuseAloneWhenItComesByteByByte(String what, HandshakeFailure reason, byte[] bytes) {
    try (Siege siege = new Siege();
        RawClient attacker = siege.attacker()) {
      for (byte each : bytes) {
        if (!attacker.offer(new byte[] {each})) {
          break;
        }
      }
      siege.failed(attacker, reason);
      attacker.awaitEnd();
      siege.assertUnharmed();
    }
  }

  @Test
  void shouldSayErrorBehindItsOwnReadyWhenThePairIsIllegal() {
    try (Siege siege = new Siege();
        RawClient attacker = siege.attacker()) {
      attacker.write(Zmtp.handshake("REQ"));
      byte[] answer = attacker.readToEnd();
      byte[] reason = Zmtp.text("Invalid socket combination");
      byte[] expected =
          Zmtp.join(
              attackerSees(answer),
              Zmtp.ready("PULL"),
              Zmtp.command("ERROR", new byte[] {(byte) reason.length}, reason));
      assertArrayEquals(expected, answer);
      siege.failed(attacker, HandshakeFailure.SOCKET_TYPE);
      siege.assertUnharmed();
    }
  }

  private static byte[] attackerSees(byte[] answer) {
    byte[] greeting = Zmtp.greeting();
    greeting[8] = answer[8]; // the padding is the sender's
    return greeting;
  }

  @Test
  void shouldTakeAPeerOfALaterVersionForOneOfItsOwn() {
    try (Siege siege = new Siege();
        RawClient later = siege.attacker()) {
      later.write(Zmtp.greeting(4, 7, "NULL"), Zmtp.ready("PUSH"), Zmtp.message("from 4.7"));
      assertEquals(Message.of("from 4.7"), siege.receive());
      siege.assertUnharmed();
    }
  }

  @Test
  void shouldTellWhenAPeerHangsUpAfterAnyByteOfItsHandshake() {
    byte[] whole = Zmtp.handshake("PUSH");
    try (Siege siege = new Siege()) {
      int sockets = Siege.sockets();
      for (int cut = 0; cut < whole.length; cut++) {
        try (RawClient attacker = siege.attacker()) {
          attacker.write(java.util.Arrays.copyOf(whole, cut)).halfClose();
          siege.failed(attacker, HandshakeFailure.PEER_CLOSED);
        }
      }
      siege.assertUnharmed(sockets);
    }
  }

  @Test
  void shouldTellWhenAPeerResetsAfterAnyByteOfItsHandshakeOrOfAMessage() {
    byte[] whole =
        Zmtp.join(
            Zmtp.handshake("PUSH"),
            Zmtp.ping(10, Zmtp.text("context")),
            Zmtp.message("first", ""),
            Zmtp.frame(1, new byte[300]),
            Zmtp.frame(0, new byte[3]));
    try (Siege siege = new Siege()) {
      int sockets = Siege.sockets();
      for (int cut = 0; cut <= whole.length; cut++) {
        RawClient attacker = siege.attacker();
        attacker.write(java.util.Arrays.copyOf(whole, cut)).reset();
        siege.end(attacker);
      }
      siege.assertUnharmed(sockets);
    }
  }

  @Test
  void shouldEndTheHandshakeAtItsTimeoutWhenAPeerCrawls() {
    try (Siege siege = new Siege(o -> o.handshakeTimeout(Duration.ofMillis(300)));
        RawClient silent = siege.attacker();
        RawClient slow = siege.attacker().write(Zmtp.greeting());
        RawClient commanding =
            siege.attacker().write(Zmtp.greeting(), Zmtp.longHeader(4, 60_000), new byte[100])) {
      siege.failed(silent, HandshakeFailure.TIMEOUT);
      siege.failed(slow, HandshakeFailure.TIMEOUT);
      siege.failed(commanding, HandshakeFailure.TIMEOUT);
      silent.awaitEnd();
      slow.awaitEnd();
      commanding.awaitEnd();
      siege.assertUnharmed();
    }
  }

  @Test
  void shouldOutliveThousandsOfRandomBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Siege siege = new Siege()) {
      int sockets = Siege.sockets();
      for (int i = 0; i < 2_000; i++) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        byte[] start = Zmtp.handshake("PUSH");
        byte[] honest = java.util.Arrays.copyOf(start, random.nextInt(2 * start.length));
        RawClient attacker = siege.attacker();
        attacker.offer(random.nextBoolean() ? bytes : Zmtp.join(honest, bytes));
        attacker.halfClose();
        assertInstanceOf(SocketEvent.class, siege.end(attacker), "seed " + seed);
        attacker.close();
      }
      siege.assertUnharmed(sockets);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }
}
