package io.cero.wire;

import static io.cero.wire.RecordedExchanges.READY_PUSH;
import static io.cero.wire.RecordedExchanges.READY_SUB;
import static io.cero.wire.RecordedExchanges.REST_NULL;
import static io.cero.wire.RecordedExchanges.REST_NULL_3_0;
import static io.cero.wire.RecordedExchanges.REST_PLAIN_CLIENT;
import static io.cero.wire.RecordedExchanges.REST_PLAIN_SERVER;
import static io.cero.wire.RecordedExchanges.SIGNATURE;
import static io.cero.wire.RecordedExchanges.command;
import static io.cero.wire.RecordedExchanges.peer;
import static io.cero.wire.RecordedExchanges.peerPub;
import static io.cero.wire.RecordedExchanges.plainServer;
import static io.cero.wire.RecordedExchanges.properties;
import static io.cero.wire.RecordedExchanges.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handshake refuses, for which reason, and what it tells the peer. */
class HandshakeRefusalTest {
  private static final String GREETING_NULL = SIGNATURE + "03 " + REST_NULL;
  private static final String PAIR_ERROR = command("05 'ERROR' 1a 'Invalid socket combination'");

  /** A conversation with a bad end. */
  record Refused(String title, LocalPeer local, String input, Reason reason, String errorCommand) {
    @Override
    public String toString() {
      return title;
    }
  }

  private final List<Refused> cases = new ArrayList<>();

  private void refuse(String title, LocalPeer local, String input, Reason reason) {
    cases.add(new Refused(title, local, input, reason, ""));
  }

  private void refuse(
      String title, LocalPeer local, String input, Reason reason, String errorCommand) {
    cases.add(new Refused(title, local, input, reason, errorCommand));
  }

  static List<Refused> refusals() {
    HandshakeRefusalTest table = new HandshakeRefusalTest();
    table.greetings();
    table.commands();
    table.metadata();
    table.plain();
    return table.cases;
  }

  private void greetings() {
    LocalPeer modern = peerPub().withOldest(ZmtpVersion.V3_0);
    refuse("a web browser", modern, "'G'", Reason.NOT_ZMTP);
    refuse("a frame of length 0", peerPub(), "00", Reason.NOT_ZMTP);
    refuse("an even signature without a length", peerPub(), "ff 00*8 00", Reason.NOT_ZMTP);
    refuse("a 1.0 identity too long", peerPub(), "ff 00*6 01 01 00", Reason.NOT_ZMTP);
    refuse("a 1.0 identity of 2^63", peerPub(), "ff 80 00*7 00", Reason.NOT_ZMTP);
    refuse("an odd signature that is none", peerPub(), "ff 00*7 01 03", Reason.NOT_ZMTP);
    refuse("1.0 in long form where it is too old", modern, "ff 00*7 01 00", Reason.NOT_ZMTP);
    refuse("2.0 where it is too old", modern, SIGNATURE + "01", Reason.UNSUPPORTED_VERSION);
    refuse(
        "3.0 where it is too old",
        peerPub().withOldest(ZmtpVersion.V3_1),
        SIGNATURE + "03 " + REST_NULL_3_0,
        Reason.UNSUPPORTED_VERSION);
    refuse("revision 0", peerPub(), SIGNATURE + "00", Reason.UNSUPPORTED_VERSION);
    refuse("1.0 where there is security", plainServer(), "01", Reason.MECHANISM_MISMATCH);
    refuse(
        "2.0 where there is security", plainServer(), SIGNATURE + "01", Reason.MECHANISM_MISMATCH);
    refuse("PLAIN here, NULL there", plainServer(), GREETING_NULL, Reason.MECHANISM_MISMATCH);
    refuse(
        "NULL here, PLAIN there",
        peerPub(),
        SIGNATURE + "03 " + REST_PLAIN_CLIENT,
        Reason.MECHANISM_MISMATCH);
    refuse(
        "a name that goes on",
        peerPub(),
        SIGNATURE + "03 01 'NULLA' 00*15 00*32",
        Reason.MECHANISM_MISMATCH);
    refuse(
        "a name behind the padding",
        peerPub(),
        SIGNATURE + "03 01 'NULL' 00*15 'A' 00*32",
        Reason.MECHANISM_MISMATCH);
    refuse(
        "two servers",
        plainServer(),
        SIGNATURE + "03 " + REST_PLAIN_SERVER,
        Reason.MECHANISM_MISMATCH);
    refuse(
        "2.0, a pair that does not fit",
        peerPub(),
        SIGNATURE + "01 01",
        Reason.ILLEGAL_SOCKET_PAIR);
    refuse("2.0, no type", peerPub(), SIGNATURE + "01 ff", Reason.ILLEGAL_SOCKET_PAIR);
    refuse(
        "2.0, an identity with MORE",
        peerPub(),
        SIGNATURE + "01 02 01 00",
        Reason.MALFORMED_GREETING);
    refuse(
        "2.0, an identity in long form",
        peerPub(),
        SIGNATURE + "01 02 02 00",
        Reason.MALFORMED_GREETING);
  }

  private void commands() {
    afterGreeting("a message", "00", Reason.MALFORMED_COMMAND);
    afterGreeting("a command with MORE", "05", Reason.RESERVED_FLAGS);
    afterGreeting("a reserved bit", "0c", Reason.RESERVED_FLAGS);
    afterGreeting("the highest bit", "84", Reason.RESERVED_FLAGS);
    afterGreeting("2^63 octets", "06 80 00*7", Reason.FRAME_TOO_LARGE);
    afterGreeting("2^64-1 octets", "06 ff*8", Reason.FRAME_TOO_LARGE);
    afterGreeting("2^32 octets", "06 00*3 01 00*4", Reason.FRAME_TOO_LARGE);
    afterGreeting("64 KiB without the header", "06 00*5 010000", Reason.FRAME_TOO_LARGE);
    afterGreeting("64 KiB and one with it", "06 00*6 fff8", Reason.FRAME_TOO_LARGE);
    afterGreeting("an empty command", "04 00", Reason.MALFORMED_COMMAND);
    afterGreeting("a nameless command", "04 01 00", Reason.MALFORMED_COMMAND);
    afterGreeting("a name beyond the end", "04 03 05 'RE'", Reason.MALFORMED_COMMAND);
    afterGreeting("another command", "04 05 04 'PING'", Reason.MALFORMED_COMMAND);
    afterGreeting("a name in lower case", "04 06 05 'ready'", Reason.MALFORMED_COMMAND);
    afterGreeting("an ERROR", command("05 'ERROR' 03 'bad'"), Reason.PEER_REPORTED_ERROR);
    afterGreeting(
        "an ERROR with status", command("05 'ERROR' 03 '400'"), Reason.AUTHENTICATION_FAILED);
    afterGreeting("an ERROR without reason", command("05 'ERROR'"), Reason.MALFORMED_COMMAND);
    afterGreeting("an ERROR cut short", command("05 'ERROR' 04 'bad'"), Reason.MALFORMED_COMMAND);
  }

  private void afterGreeting(String title, String command, Reason reason) {
    refuse(title, peerPub(), GREETING_NULL + command, reason);
  }

  private void metadata() {
    withMetadata("no name", "00");
    withMetadata("an empty name", "00 00000000");
    withMetadata("a name beyond the end", "05 'X-a'");
    withMetadata("no value", "03 'X-a'");
    withMetadata("half a length", "03 'X-a' 0000");
    withMetadata("a value beyond the end", "03 'X-a' 00000002 'x'");
    withMetadata("a value of 2^31 octets", "03 'X-a' 80000000");
    withMetadata("a value of 2^32-1 octets", "03 'X-a' ffffffff");
    withMetadata("a line feed in a name", "03 'X-' 0a 00000000");
    withMetadata("two types", properties("SUB", "") + properties("SUB", ""));
    withMetadata("two types by case", properties("SUB", "") + " 0b 'socket-type' 00000003 'PUB'");
    withMetadata("two identities", "08 'Identity' 00000000 08 'IDENTITY' 00000000");
    refuse(
        "an identity of 256 octets",
        peerPub(),
        GREETING_NULL + RecordedExchanges.longCommand("05 'READY' 08 'Identity' 00000100 78*256"),
        Reason.MALFORMED_COMMAND);
    refuse(
        "a type that does not fit",
        peerPub(),
        GREETING_NULL + READY_PUSH,
        Reason.ILLEGAL_SOCKET_PAIR,
        PAIR_ERROR);
    refuse(
        "a type that is none",
        peerPub(),
        GREETING_NULL + ready("CLIENT", ""),
        Reason.ILLEGAL_SOCKET_PAIR,
        PAIR_ERROR);
    refuse(
        "a type in lower case",
        peerPub(),
        GREETING_NULL + ready("sub", ""),
        Reason.ILLEGAL_SOCKET_PAIR,
        PAIR_ERROR);
  }

  private void withMetadata(String title, String properties) {
    refuse(
        title,
        peerPub(),
        GREETING_NULL + command("05 'READY' " + properties),
        Reason.MALFORMED_COMMAND);
  }

  private void plain() {
    String client = SIGNATURE + "03 " + REST_PLAIN_CLIENT;
    String server = SIGNATURE + "03 " + REST_PLAIN_SERVER;
    String hello = command("05 'HELLO' 03 'ann' 06 'secret'");
    LocalPeer ann = peer(SocketType.PUSH).withMechanism(new PlainClient("ann", "secret"));
    refuse(
        "a wrong password",
        plainServer(),
        client + command("05 'HELLO' 03 'ann' 00"),
        Reason.AUTHENTICATION_FAILED,
        command("05 'ERROR' 03 '400'"));
    refuse(
        "a temporary failure",
        answering(new Verdict.Refused(300, "later")),
        client + hello,
        Reason.AUTHENTICATION_FAILED);
    refuse(
        "an authenticator out of order",
        answering(new Verdict.Refused(500, "no store")),
        client + hello,
        Reason.AUTHENTICATION_FAILED,
        command("05 'ERROR' 03 '500'"));
    refuse(
        "an authenticator that throws",
        throwing(),
        client + hello,
        Reason.AUTHENTICATION_FAILED,
        command("05 'ERROR' 03 '500'"));
    refuse(
        "INITIATE first",
        plainServer(),
        client + command("08 'INITIATE'"),
        Reason.MALFORMED_COMMAND);
    refuse("HELLO twice", plainServer(), client + hello + hello, Reason.MALFORMED_COMMAND);
    refuse(
        "HELLO without password",
        plainServer(),
        client + command("05 'HELLO' 03 'ann'"),
        Reason.MALFORMED_COMMAND);
    refuse(
        "HELLO without anything",
        plainServer(),
        client + command("05 'HELLO'"),
        Reason.MALFORMED_COMMAND);
    refuse(
        "HELLO too long",
        plainServer(),
        client + command("05 'HELLO' 00 00 00"),
        Reason.MALFORMED_COMMAND);
    refuse(
        "HELLO cut short",
        plainServer(),
        client + command("05 'HELLO' 00 01"),
        Reason.MALFORMED_COMMAND);
    refuse(
        "a pair that does not fit, to the server",
        plainServer(),
        client + hello + command("08 'INITIATE' " + properties("SUB", "")),
        Reason.ILLEGAL_SOCKET_PAIR,
        PAIR_ERROR);
    refuse("two clients", ann, client + hello, Reason.MALFORMED_COMMAND);
    refuse("READY before WELCOME", ann, server + ready("PULL", ""), Reason.MALFORMED_COMMAND);
    refuse("WELCOME too long", ann, server + command("07 'WELCOME' 00"), Reason.MALFORMED_COMMAND);
    refuse(
        "an ERROR for HELLO",
        ann,
        server + command("05 'ERROR' 03 '500'"),
        Reason.AUTHENTICATION_FAILED);
    refuse(
        "an ERROR as libzmq's PLAIN server writes it",
        ann,
        server + command("5e 'RROR' 03 '400'"),
        Reason.AUTHENTICATION_FAILED);
    refuse(
        "an ERROR for INITIATE",
        ann,
        server + command("07 'WELCOME'") + command("05 'ERROR' 02 'no'"),
        Reason.PEER_REPORTED_ERROR);
    refuse(
        "a pair that does not fit, to the client",
        ann,
        server + command("07 'WELCOME'") + READY_SUB,
        Reason.ILLEGAL_SOCKET_PAIR,
        PAIR_ERROR);
  }

  private static LocalPeer answering(Verdict verdict) {
    return peer(SocketType.PULL).withMechanism(new PlainServer(credentials -> verdict));
  }

  private static LocalPeer throwing() {
    return peer(SocketType.PULL)
        .withMechanism(
            new PlainServer(
                credentials -> {
                  throw new IllegalStateException("the store is gone");
                }));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void shouldRefuseForThatReasonHoweverInputIsSplit(Refused refused) {
    byte[] input = Hex.octets(refused.input);
    for (int split = 0; split <= input.length; split++) {
      Handshake handshake = new Handshake(refused.local);
      WireException refusal = refusal(handshake, input, split);
      assertEquals(refused.reason, refusal.reason(), refusal.getMessage());
      assertEquals(
          Hex.digits(Hex.octets(refused.errorCommand)),
          Hex.digits(refusal.errorCommand().orElse(new byte[0])));
      assertFalse(handshake.isComplete());
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void shouldRefuseAsSoonAsTheLastOctetIsThere(Refused refused) throws WireException {
    byte[] input = Hex.octets(refused.input);
    Handshake handshake = new Handshake(refused.local);
    handshake.receive(ByteBuffer.wrap(input, 0, input.length - 1));
    ByteBuffer last = ByteBuffer.wrap(input, input.length - 1, 1);
    assertThrows(WireException.class, () -> handshake.receive(last));
  }

  private static WireException refusal(Handshake handshake, byte[] input, int split) {
    return assertThrows(
        WireException.class,
        () -> {
          handshake.receive(ByteBuffer.wrap(input, 0, split));
          handshake.receive(ByteBuffer.wrap(input, split, input.length - split));
        });
  }

  @Test
  void shouldThrowTheSameAgainWhenItHasFailed() {
    Handshake handshake = new Handshake(peerPub());
    WireException first =
        assertThrows(WireException.class, () -> handshake.receive(ByteBuffer.wrap(new byte[] {0})));
    WireException second =
        assertThrows(WireException.class, () -> handshake.receive(ByteBuffer.wrap(new byte[] {0})));
    assertSame(first, second);
  }

  @Test
  void shouldSayTheStatusWhenCredentialsAreRefused() {
    String hello = command("05 'HELLO' 01 0a 00");
    WireException refusal =
        refusal(
            new Handshake(plainServer()),
            Hex.octets(SIGNATURE + "03 " + REST_PLAIN_CLIENT + hello),
            0);
    assertEquals(OptionalInt.of(400), refusal.statusCode());
    assertTrue(refusal.reason().isPermanent());
    assertEquals(
        "The authenticator refused user \"?\": no such user or password", refusal.getMessage());
  }

  @Test
  void shouldKeepTheCauseWhenAnAuthenticatorThrows() {
    String hello = command("05 'HELLO' 00 00");
    WireException refusal =
        refusal(
            new Handshake(throwing()),
            Hex.octets(SIGNATURE + "03 " + REST_PLAIN_CLIENT + hello),
            0);
    assertInstanceOf(IllegalStateException.class, refusal.getCause());
  }

  @Test
  void shouldNameBothMechanismsWhenTheyDiffer() {
    WireException refusal = refusal(new Handshake(plainServer()), Hex.octets(GREETING_NULL), 0);
    assertEquals(
        "This side uses the mechanism PLAIN, the peer \"NULL\"; configure both with the same",
        refusal.getMessage());
    assertFalse(refusal.reason().isPermanent());
    assertNull(refusal.getCause());
  }
}
