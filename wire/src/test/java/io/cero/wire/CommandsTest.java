package io.cero.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cero.wire.WireException.Reason;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of traffic, hex in and values out, and the other way round. */
class CommandsTest {
  private static final byte[] NOTHING = {};

  private static void assertOctets(String expected, byte[] frame) {
    assertEquals(Hex.digits(Hex.octets(expected)), Hex.digits(frame));
  }

  private static Command parse(String body) throws WireException {
    byte[] octets = Hex.octets(body);
    ByteBuffer around = ByteBuffer.allocate(octets.length + 7);
    around.put(3, octets);
    Command command = Commands.parse(around, 3, octets.length);
    assertEquals(0, around.position());
    return command;
  }

  @Test
  void shouldWriteHeartbeats() {
    assertOctets("04 07 04 'PING' 0000", Commands.ping(0, NOTHING));
    assertOctets("04 09 04 'PING' ffff 'ab'", Commands.ping(65535, Hex.octets("'ab'")));
    assertOctets("04 05 04 'PONG'", Commands.pong(NOTHING));
    assertOctets("04 15 04 'PONG' 78*16", Commands.pong(Hex.octets("78*16")));
  }

  @Test
  void shouldWriteSubscriptionsInBothForms() {
    byte[] topic = Hex.octets("'a' 00");
    assertOctets("04 0c 09 'SUBSCRIBE' 'a' 00", Commands.subscribe(topic));
    assertOctets("04 09 06 'CANCEL' 'a' 00", Commands.cancel(topic));
    assertOctets("00 03 01 'a' 00", Commands.subscribeMessage(topic));
    assertOctets("00 03 00 'a' 00", Commands.cancelMessage(topic));
    assertOctets("00 01 01", Commands.subscribeMessage(NOTHING));
  }

  @Test
  void shouldUseTheLongHeaderWhenTheTopicIsLong() {
    byte[] topic = Hex.octets("78*250");
    assertOctets("06 00*6 0104 09 'SUBSCRIBE' 78*250", Commands.subscribe(topic));
    assertOctets("06 00*6 0101 06 'CANCEL' 78*250", Commands.cancel(topic));
    assertOctets("00 fb 01 78*250", Commands.subscribeMessage(topic));
  }

  @Test
  void shouldWriteErrorsThatArePrintableAndShort() {
    assertOctets("04 0a 05 'ERROR' 03 'a?b'", Commands.error("a\nb"));
    assertOctets("06 00*6 0106 05 'ERROR' ff 78*255", Commands.error("x".repeat(300)));
  }

  @Test
  void shouldRefuseToWriteWhatDoesNotFit() {
    byte[] longContext = new byte[17];
    assertThrows(IllegalArgumentException.class, () -> Commands.ping(-1, NOTHING));
    assertThrows(IllegalArgumentException.class, () -> Commands.ping(65536, NOTHING));
    assertThrows(IllegalArgumentException.class, () -> Commands.ping(0, longContext));
    assertThrows(IllegalArgumentException.class, () -> Commands.pong(longContext));
  }

  @Test
  void shouldReadHeartbeats() throws WireException {
    Command.Ping ping = assertInstanceOf(Command.Ping.class, parse("04 'PING' 80ff 'ab'"));
    assertEquals(0x80ff, ping.ttl());
    assertArrayEquals(Hex.octets("'ab'"), ping.context());
    Command.Pong pong = assertInstanceOf(Command.Pong.class, parse("04 'PONG'"));
    assertEquals(0, pong.context().length);
  }

  @Test
  void shouldCutAContextThatIsTooLong() throws WireException {
    Command.Ping ping = assertInstanceOf(Command.Ping.class, parse("04 'PING' 0000 78*100"));
    assertArrayEquals(Hex.octets("78*16"), ping.context());
  }

  @Test
  void shouldReadSubscriptions() throws WireException {
    Command.Subscribe subscribe =
        assertInstanceOf(Command.Subscribe.class, parse("09 'SUBSCRIBE' 78*300"));
    assertArrayEquals(Hex.octets("78*300"), subscribe.topic());
    assertEquals(0, assertInstanceOf(Command.Cancel.class, parse("06 'CANCEL'")).topic().length);
  }

  @Test
  void shouldReadErrorsAndWhatItDoesNotKnow() throws WireException {
    assertEquals(new Command.Error("no?"), parse("05 'ERROR' 03 'no' 07"));
    assertEquals(new Command.Unknown("JOIN"), parse("04 'JOIN' 'group'"));
    assertEquals(new Command.Unknown("ping"), parse("04 'ping' 0000"));
    assertEquals(new Command.Unknown("??"), parse("02 0a ff"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "01",
        "05 'PING'",
        "04 'PING'",
        "04 'PING' 00",
        "05 'ERROR'",
        "05 'ERROR' 01",
        "ff 'PING'"
      })
  void shouldRefuseWhatIsMalformed(String body) {
    WireException refusal = assertThrows(WireException.class, () -> parse(body));
    assertEquals(Reason.MALFORMED_COMMAND, refusal.reason());
  }
}
