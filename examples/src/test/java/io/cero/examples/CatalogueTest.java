package io.cero.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final int TERMINAL_WIDTH = 80;

  @Test
  void shouldHaveEveryDemoOnceWithAPictureThatFitsATerminal() {
    Set<String> names = new HashSet<>();
    for (Demo demo : Demo.all()) {
      assertTrue(names.add(demo.name()), demo.name());
      assertTrue(demo.summary().endsWith("."), demo.name());
      assertFalse(demo.picture().isBlank(), demo.name());
      demo.picture()
          .lines()
          .forEach(line -> assertTrue(line.length() <= TERMINAL_WIDTH, demo.name() + line));
    }
  }

  @Test
  void shouldRefuseWhatIsNoNumber() {
    Arguments arguments =
        Demo.of("any", "Does nothing.", (context, given, out) -> {})
            .argument("COUNT", 3, "how many")
            .argument("--delay", 0, "how long")
            .argument("NAME", "whose")
            .arguments()
            .with("--delay", "0");
    assertEquals(0, arguments.number("--delay"));
    assertEquals(3, arguments.number("COUNT"));
    for (String wrong : List.of("", "0", "-1", "1.5", "x", "1000000000")) {
      assertThrows(ArgumentException.class, () -> arguments.with("COUNT", wrong), wrong);
    }
    assertEquals(
        "NAME is missing: whose",
        assertThrows(ArgumentException.class, () -> arguments.text("NAME")).getMessage());
  }
}
