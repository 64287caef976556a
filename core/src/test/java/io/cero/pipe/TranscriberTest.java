package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.WireException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The framings that only the slower intake knows. */
class TranscriberTest {
  private final Log log = new Log(new ChunkPool(), 0, 0);

  private Transcriber of(Transcriber.Format format, long maximum) {
    return new Transcriber(
        log,
        format,
        maximum,
        (memory, offset, length) -> {
          throw new AssertionError("there are no commands");
        });
  }

  private void feed(Ingress ingress, String hex, int portion) throws IOException, WireException {
    Source source = new Source(Frames.hex(hex), () -> portion);
    while (!source.isEmpty()) {
      ingress.read(source);
    }
  }

  private List<String> messages() {
    List<String> messages = new ArrayList<>();
    while (log.hasMessage()) {
      messages.add(Frames.text(Frames.take(log)));
    }
    return messages;
  }

  @Test
  void shouldUnderstandZmtp1HoweverItIsSplit() throws IOException, WireException {
    for (int portion = 1; portion < 30; portion++) {
      feed(
          of(Transcriber.Format.ZMTP_1, -1),
          "03 01 6162  01 00  ff 0000000000000002 00 63  02 fe 64",
          portion);
      assertEquals(List.of("6162|", "63", "64"), messages());
    }
  }

  @Test
  void shouldUnderstandZmtp2HoweverItIsSplit() throws IOException, WireException {
    for (int portion = 1; portion < 30; portion++) {
      feed(of(Transcriber.Format.ZMTP_2, -1), "01 02 6162  00 00  02 0000000000000001 63", portion);
      assertEquals(List.of("6162|", "63"), messages());
    }
  }

  @Test
  void shouldMakeAMessageOfEachReadWhenRaw() throws IOException, WireException {
    feed(of(Transcriber.Format.RAW, -1), "ff00ff00", 3);
    assertEquals(List.of("ff00ff", "00"), messages());
  }

  @ParameterizedTest
  @CsvSource({
    "ZMTP_1, 00, FRAME_TOO_LARGE",
    "ZMTP_1, ff 0000000000000000 00, FRAME_TOO_LARGE",
    "ZMTP_1, ff 8000000000000000 00, FRAME_TOO_LARGE",
    "ZMTP_1, ff ffffffffffffffff 00, FRAME_TOO_LARGE",
    "ZMTP_1, ff 7fffffffffffffff 00, FRAME_TOO_LARGE",
    "ZMTP_1, ff 0000000000000066 00, FRAME_TOO_LARGE",
    "ZMTP_1, 03 01 6162 ff 0000000000000064 00, MESSAGE_TOO_LARGE",
    "ZMTP_2, 04 00, RESERVED_FLAGS",
    "ZMTP_2, 08 00, RESERVED_FLAGS",
    "ZMTP_2, 02 8000000000000000, FRAME_TOO_LARGE",
    "ZMTP_2, 02 7fffffffffffffff, FRAME_TOO_LARGE",
    "ZMTP_2, 00 65, FRAME_TOO_LARGE",
    "ZMTP_2, 01 02 6162 00 63, MESSAGE_TOO_LARGE",
    "ZMTP_3, 05 00, RESERVED_FLAGS",
    "ZMTP_3, 06 0000000000100001, FRAME_TOO_LARGE",
  })
  void shouldRefuse(Transcriber.Format format, String hex, WireException.Reason reason) {
    WireException fault =
        assertThrows(WireException.class, () -> feed(of(format, 100), hex + " 0000", 1));
    assertEquals(reason, fault.reason());
  }

  @Test
  void shouldTakeABodyOfExactlyTheLimit() throws IOException, WireException {
    feed(of(Transcriber.Format.ZMTP_1, 100), "65 00" + "78".repeat(100), 7);
    feed(of(Transcriber.Format.ZMTP_2, 100), "00 64" + "78".repeat(100), 7);
    assertEquals(2, messages().size());
  }

  @Test
  void shouldRefuseFramesWithoutEndThatAreEmpty() {
    Transcriber ingress = of(Transcriber.Format.ZMTP_2, 100);
    assertThrows(WireException.class, () -> feed(ingress, "0100".repeat(Intake.BESIDES), 100_000));
  }

  @Test
  void shouldGiveItsMemoryBackOnlyWhenNothingIsUnderWay() throws IOException, WireException {
    Transcriber ingress = of(Transcriber.Format.ZMTP_2, -1);
    feed(ingress, "00 05 6162", 100);
    assertFalse(ingress.trim());
    feed(ingress, "636465", 100);
    assertFalse(ingress.trim());
    assertEquals(List.of("6162636465"), messages());
    assertTrue(ingress.trim());
    feed(ingress, "00 01 61", 100);
    assertEquals(List.of("61"), messages());
  }
}
