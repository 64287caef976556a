package io.cero.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers of ZMTP 2.0 to 3.1 and of ZMTP 1.0, octet by octet. */
class FrameHeaderTest {
  private static ByteBuffer log(String octets) {
    return ByteBuffer.wrap(Hex.octets("cc cc " + octets));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0000",
    "0, 1, 0100",
    "5, 4, 0405",
    "255, 1, 01ff",
    "256, 0, 020000000000000100",
    "256, 1, 030000000000000100",
    "65536, 4, 060000000000010000",
    "9223372036854775807, 0, 027fffffffffffffff"
  })
  void shouldWriteAndReadTheShortestHeader(long bodyLength, int flags, String expected) {
    ByteBuffer log = log("ee*9");
    int size = FrameHeader.put(log, 2, bodyLength, flags);

    assertEquals(expected.length() / 2, size);
    assertEquals(size, FrameHeader.size(bodyLength));
    assertEquals(size, FrameHeader.size(log.get(2)));
    assertEquals(bodyLength, FrameHeader.bodyLength(log, 2));
    String rest = "ee".repeat(9 - size);
    assertEquals("cccc" + expected + rest, Hex.digits(log.array()).replace(" ", ""));
    assertEquals(0, log.position());
    assertEquals(11, log.limit());
  }

  @Test
  void shouldTakeTheLongFormOfAShortBody() {
    assertEquals(3, FrameHeader.bodyLength(log("02 00*7 03"), 2));
  }

  @Test
  void shouldComeBackNegativeWhenAHugeLengthIsAnnounced() {
    assertEquals(Long.MIN_VALUE, FrameHeader.bodyLength(log("02 80 00*7"), 2));
    assertEquals(-1, FrameHeader.bodyLength(log("02 ff*8"), 2));
  }

  @Test
  void shouldAllowExactlyTheFlagsOfTheRfcs() {
    Set<Integer> legal = Set.of(0, 1, 2, 3, 4, 6);
    Set<Integer> legalInVersion2 = Set.of(0, 1, 2, 3);
    for (int flags = 0; flags < 256; flags++) {
      assertEquals(legal.contains(flags), FrameHeader.isLegal((byte) flags), "flags " + flags);
      assertEquals(legal.contains(flags), FrameHeader.isLegal(flags), "flags " + flags);
      assertEquals(
          legalInVersion2.contains(flags),
          FrameHeader.isLegalInVersion2((byte) flags),
          "flags " + flags);
    }
  }

  @Test
  void shouldSayWhichFlagsAreRefused() {
    WireException reserved = FrameHeader.illegalFlags((byte) 0x80);
    assertEquals(Reason.RESERVED_FLAGS, reserved.reason());
    assertTrue(reserved.getMessage().contains("0x80"), reserved.getMessage());
    assertTrue(FrameHeader.illegalFlags(5).getMessage().contains("COMMAND"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0100",
    "0, 1, 0101",
    "5, 1, 0601",
    "253, 0, fe00",
    "254, 0, ff00000000000000ff00",
    "65535, 1, ff000000000001000001"
  })
  void shouldWriteAndReadTheHeaderOfVersion1(long bodyLength, int flags, String expected) {
    ByteBuffer log = log("ee*10");
    int size = LegacyFrameHeader.put(log, 2, bodyLength, flags);

    assertEquals(expected.length() / 2, size);
    assertEquals(size, LegacyFrameHeader.size(bodyLength));
    assertEquals(size, LegacyFrameHeader.size(log.get(2)));
    assertEquals(bodyLength, LegacyFrameHeader.bodyLength(log, 2));
    assertEquals(flags == 1, LegacyFrameHeader.hasMore(log, 2));
    String rest = "ee".repeat(10 - size);
    assertEquals("cccc" + expected + rest, Hex.digits(log.array()).replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "00ff, -1",
    "ff000000000000000000, -1",
    "ff800000000000000000, -1",
    "ffffffffffffffffff00, -1",
    "ff000000000000000100, 0",
    "ff7fffffffffffffff00, 9223372036854775806"
  })
  void shouldBoundTheLengthOfVersion1(String header, long expected) {
    assertEquals(expected, LegacyFrameHeader.bodyLength(log(header), 2));
  }

  @Test
  void shouldLookAtNothingButMoreInTheFlagsOfVersion1() {
    assertTrue(LegacyFrameHeader.hasMore(log("01 ff"), 2));
    assertEquals(false, LegacyFrameHeader.hasMore(log("01 fe"), 2));
  }
}
