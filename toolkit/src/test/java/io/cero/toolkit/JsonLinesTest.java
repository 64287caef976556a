package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Frame;
import io.cero.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
  @Test
  void shouldWriteTextAsTextAndOtherBytesInBase64() {
    Message message =
        Message.builder()
            .add("weather \"10001\"\n")
            .addEmpty()
            .add("18 °C")
            .add(new byte[] {0, 1, 2, -1})
            .build();
    String line = JsonLines.write(message);
    assertEquals("[\"weather \\\"10001\\\"\\n\",\"\",\"18 °C\",{\"base64\":\"AAEC/w==\"}]", line);
    assertEquals(message, JsonLines.read(line));
  }

  @Test
  void shouldGiveBackEveryMessageFromOneLine() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 1_000; i++) {
      List<Frame> frames = new ArrayList<>();
      do {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
          // Any text, its control characters, line ends and pairs of surrogates among it.
          StringBuilder text = new StringBuilder();
          for (byte each : bytes) {
            text.appendCodePoint(each < 0 ? 0x1F300 - each : each);
          }
          bytes = text.append('\u2028').toString().getBytes(StandardCharsets.UTF_8);
        }
        frames.add(Frame.of(bytes));
      } while (random.nextInt(3) > 0);
      Message message = Message.of(frames);
      String line = JsonLines.write(message);
      assertFalse(line.contains("\n") || line.contains("\r"), line);
      assertEquals(message, JsonLines.read(line));
    }
  }

  /** Longer than Jackson takes unless it is told to. */
  @Test
  void shouldReadALongFrame() {
    int length = 20_000_001;
    assertEquals(length, JsonLines.read("[\"" + "x".repeat(length) + "\"]").first().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "\"text\"",
        "[]",
        "[1]",
        "[\"open\"",
        "[null]",
        "[[\"nested\"]]",
        "[{}]",
        "[{\"hex\":\"00\"}]",
        "[{\"base64\":1}]",
        "[{\"base64\":\"?\"}]",
        "[{\"base64\":\"AA==\",\"more\":1}]",
        "[\"half a \\ud83d pair\"]",
        "[\"one\"] [\"two\"]"
      })
  void shouldSayWhatIsWrongWhenALineIsNoMessage(String line) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> JsonLines.read(line));
    assertTrue(refused.getMessage().contains("column"), refused.getMessage());
  }
}
