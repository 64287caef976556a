package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DisconnectReason;
import io.cero.Message;
import io.cero.SocketEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a listener does with peers whose handshake was honest and whose frames are not. */
class HostileFramesTest {
  private static final int LIMIT = 1_000;

  static Stream<Arguments> offences() {
    return Stream.of(
        protocol("reserved bit 3", Zmtp.hex("08 01 41")),
        protocol("reserved bit 7", Zmtp.hex("80 01 41")),
        protocol("every reserved bit", Zmtp.hex("f8 01 41")),
        protocol("all ones", Zmtp.repeat(Zmtp.hex("ff"), 64)),
        protocol("a command with MORE", Zmtp.hex("05 05 04 50494e47")),
        protocol("a long command with MORE", Zmtp.hex("07 0000000000000005 04 50494e47")),
        protocol("an empty command", Zmtp.hex("04 00")),
        protocol("a command without name", Zmtp.hex("04 01 00")),
        protocol("a name longer than its command", Zmtp.hex("04 03 09 5355")),
        protocol("a PING without time to live", Zmtp.command("PING", new byte[1])),
        Arguments.of(
            "an ERROR",
            DisconnectReason.REFUSED_BY_PEER,
            Zmtp.command("ERROR", Zmtp.hex("02 4e6f"))),
        protocol("an ERROR cut off", Zmtp.command("ERROR", Zmtp.hex("20 4e6f"))),
        protocol(
            "reserved bits between the frames of a message",
            Zmtp.frame(1, Zmtp.text("first")),
            Zmtp.hex("10 00")),
        large("a frame of 2^63 octets", Zmtp.longHeader(0, Long.MIN_VALUE)),
        large("a frame of -1 octets", Zmtp.longHeader(0, -1)),
        large("a frame of 2^63-1 octets", Zmtp.longHeader(0, Long.MAX_VALUE)),
        large("a frame of a negative length with MORE", Zmtp.longHeader(1, -1000)),
        large("a frame of 2^40 octets", Zmtp.longHeader(0, 1L << 40)),
        large("a frame over the limit by one", Zmtp.longHeader(0, LIMIT + 1)),
        large("a command of 2^63-1 octets", Zmtp.longHeader(4, Long.MAX_VALUE)),
        large("a command of 2^63 octets", Zmtp.longHeader(4, Long.MIN_VALUE)),
        large("a command of a megabyte", Zmtp.longHeader(4, 1 << 20)),
        large(
            "frames that are over the limit together",
            Zmtp.frame(1, new byte[600]),
            Zmtp.frame(1, new byte[400]),
            Zmtp.frame(0, new byte[1])),
        large(
            "a sum of lengths beyond 2^63",
            Zmtp.frame(1, new byte[10]),
            Zmtp.longHeader(1, Long.MAX_VALUE - 5)),
        large("endless MORE", Zmtp.repeat(Zmtp.frame(1, new byte[100]), 100)),
        large("endless MORE without a body", Zmtp.repeat(Zmtp.frame(1, new byte[0]), 1 << 20)),
        large(
            "endless commands within a message",
            Zmtp.frame(1, new byte[0]),
            Zmtp.repeat(Zmtp.command("NOTHING", new byte[200]), 1 << 13)));
  }

  private static Arguments protocol(String what, byte[]... parts) {
    return Arguments.of(what, DisconnectReason.PROTOCOL_ERROR, Zmtp.join(parts));
  }

  private static Arguments large(String what, byte[]... parts) {
    return Arguments.of(what, DisconnectReason.MESSAGE_TOO_LARGE, Zmtp.join(parts));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("offences")
  void shouldDropThePeerAndGoOnWhenItSends(String what, DisconnectReason reason, byte[] bytes) {
    try (Siege siege = new Siege(o -> o.maximumMessageSize(LIMIT))) {
      int sockets = Siege.sockets();
      RawClient attacker = siege.established().write(Zmtp.message("a", "good", "one"));
      attacker.offer(bytes);
      SocketEvent.Disconnected end = siege.disconnected(attacker, reason);
      assertEquals(Message.of("a", "good", "one"), siege.receive());
      assertTrue(!end.text().isEmpty() && end.text().chars().allMatch(c -> c >= ' '), end.text());
      attacker.awaitEnd();
      attacker.close();
      siege.assertUnharmed(sockets);
      assertEquals(List.of(), siege.strangers);
    }
  }

  @Test
  void shouldTakeWhatIsExactlyAtTheLimit() {
    try (Siege siege = new Siege(o -> o.maximumMessageSize(LIMIT));
        RawClient peer = siege.established()) {
      peer.write(
          Zmtp.frame(0, new byte[LIMIT]),
          Zmtp.repeat(Zmtp.frame(1, new byte[1]), LIMIT),
          Zmtp.frame(0, new byte[0]));
      assertEquals(LIMIT, siege.receive().byteCount());
      Message second = siege.receive();
      assertEquals(LIMIT, second.byteCount());
      assertEquals(LIMIT + 1, second.frameCount());
      siege.assertUnharmed();
    }
  }

  @Test
  void shouldEndTheConnectionWithoutAMessageWhenItIsCutAtAnyByte() {
    byte[] whole = Zmtp.join(Zmtp.message("cut", "message"), Zmtp.frame(0, new byte[3000]));
    int first = Zmtp.message("cut", "message").length;
    try (Siege siege = new Siege()) {
      int sockets = Siege.sockets();
      for (int cut = 0; cut < whole.length; cut += cut < 40 ? 1 : 97) {
        try (RawClient peer = siege.established()) {
          peer.write(Arrays.copyOf(whole, cut)).halfClose();
          siege.disconnected(peer, DisconnectReason.PEER_CLOSED);
        }
        if (cut >= first) {
          assertEquals(Message.of("cut", "message"), siege.receive());
        }
        siege.exchange();
        assertEquals(List.of(), siege.strangers);
      }
      siege.assertUnharmed(sockets);
    }
  }

  @Test
  void shouldUnderstandAWholeConversationByteByByte() {
    try (Siege siege = new Siege();
        RawClient peer = siege.attacker()) {
      peer.dribble(
          Zmtp.join(
              Zmtp.handshake("PUSH"),
              Zmtp.message("one"),
              Zmtp.ping(0, Zmtp.text("now")),
              Zmtp.message("two", "", "frames"),
              Zmtp.frame(0, new byte[300]),
              Zmtp.frame(0, new byte[5000])));
      assertEquals(Message.of("one"), siege.receive());
      assertEquals(Message.of("two", "", "frames"), siege.receive());
      assertEquals(Message.of(new byte[300]), siege.receive());
      assertEquals(Message.of(new byte[5000]), siege.receive());
      peer.read(Zmtp.GREETING_SIZE);
      peer.readFrame();
      assertArrayEquals(Zmtp.command("PONG", Zmtp.text("now")), peer.readFrame());
      siege.assertUnharmed();
    }
  }

  @Test
  void shouldAnswerAPingWithItsContextWhateverItsLength() {
    try (Siege siege = new Siege();
        RawClient peer = siege.established()) {
      for (int length = 0; length < 40; length++) {
        byte[] context = Zmtp.repeat(Zmtp.hex("5a"), length);
        peer.write(Zmtp.ping(0, context));
        assertArrayEquals(
            Zmtp.command("PONG", Arrays.copyOf(context, Math.min(16, length))), peer.readFrame());
      }
      siege.assertUnharmed();
    }
  }

  @Test
  void shouldAnswerAPingWithinAMessageAndPassTheMessageOn() {
    try (Siege siege = new Siege();
        RawClient peer = siege.established()) {
      peer.write(
          Zmtp.frame(1, Zmtp.text("before")),
          Zmtp.ping(0, Zmtp.text("within")),
          Zmtp.frame(1, Zmtp.text("between")),
          Zmtp.command("PONG"),
          Zmtp.command("UNKNOWN", new byte[300]));
      assertArrayEquals(Zmtp.command("PONG", Zmtp.text("within")), peer.readFrame());
      peer.write(Zmtp.frame(0, Zmtp.text("after")));
      assertEquals(Message.of("before", "between", "after"), siege.receive());
      siege.assertUnharmed();
    }
  }

  @Test
  void shouldIgnoreCommandsThatMeanNothingHere() {
    try (Siege siege = new Siege();
        RawClient peer = siege.established()) {
      byte[] nested = Zmtp.command("NEST", Zmtp.command("NEST", Zmtp.ping(0, new byte[0])));
      peer.write(
          Zmtp.command("PONG", Zmtp.text("unasked")),
          Zmtp.command("SUBSCRIBE", Zmtp.text("topic")),
          Zmtp.command("CANCEL"),
          Zmtp.ready("PUSH"),
          nested,
          Zmtp.longHeader(4, 64 << 10),
          Zmtp.hex("01 58"),
          new byte[(64 << 10) - 2],
          Zmtp.repeat(Zmtp.command("FUTURE", new byte[20]), 100_000),
          Zmtp.message("through"));
      assertEquals(Message.of("through"), siege.receive());
      siege.assertUnharmed();
    }
  }

  @Test
  void shouldEndAHalfClosedConnectionAfterItsLastMessage() {
    try (Siege siege = new Siege();
        RawClient peer = siege.attacker()) {
      peer.write(Zmtp.handshake("PUSH"), Zmtp.message("last")).halfClose();
      assertEquals(Message.of("last"), siege.receive());
      siege.disconnected(peer, DisconnectReason.PEER_CLOSED);
      peer.awaitEnd();
      siege.assertUnharmed();
    }
  }

  @Test
  void shouldOutliveRandomBytesAfterTheHandshake() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Siege siege = new Siege(o -> o.maximumMessageSize(10_000))) {
      int sockets = Siege.sockets();
      for (int i = 0; i < 1_000; i++) {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        for (int at = 0; at + 1 < bytes.length; at += 2 + (bytes[at + 1] & 0xff)) {
          bytes[at] &= 7; // flags that are legal more often than not
          bytes[at + 1] &= 31;
        }
        RawClient attacker = siege.attacker();
        attacker.write(Zmtp.handshake("PUSH"));
        attacker.offer(bytes);
        attacker.halfClose();
        siege.end(attacker);
        attacker.close();
        if (i % 50 == 0) {
          siege.exchange();
        }
      }
      siege.assertUnharmed(sockets);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }
}
