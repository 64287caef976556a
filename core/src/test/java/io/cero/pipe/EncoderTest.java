package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** How messages look on each wire. */
class EncoderTest {
  private static final byte[][] MESSAGE = {Frames.hex("6162"), {}, Frames.hex("63")};

  @Test
  void shouldEncodeAsZmtp2AndLaterDo() {
    assertArrayEquals(Frames.hex("01 02 6162  01 00  00 01 63"), Encoder.ZMTP.encode(MESSAGE));
  }

  @Test
  void shouldEncodeAsZmtp1Does() {
    assertArrayEquals(Frames.hex("03 01 6162  01 01  02 00 63"), Encoder.LEGACY.encode(MESSAGE));
  }

  @Test
  void shouldEncodeNothingButTheBodiesWhenRaw() {
    assertArrayEquals(Frames.hex("616263"), Encoder.RAW.encode(MESSAGE));
  }

  @Test
  void shouldChooseTheLongFormWhereTheShortOneEnds() {
    assertEquals(2 + 255, Encoder.ZMTP.encode(new byte[][] {new byte[255]}).length);
    assertEquals(9 + 256, Encoder.ZMTP.encode(new byte[][] {new byte[256]}).length);
    assertEquals(2 + 253, Encoder.LEGACY.encode(new byte[][] {new byte[253]}).length);
    assertEquals(10 + 254, Encoder.LEGACY.encode(new byte[][] {new byte[254]}).length);
  }

  @Test
  void shouldNeverTakeMoreThanTheLongestHeader() {
    for (Encoder encoder : Encoder.values()) {
      for (long length : new long[] {0, 253, 254, 255, 256, 1L << 31, Long.MAX_VALUE - 1}) {
        ByteBuffer header = ByteBuffer.allocate(Encoder.LONGEST_HEADER);
        encoder.putHeader(header, length, true);
      }
    }
  }
}
