package io.cero.examples.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.examples.play.Play;
import io.cero.testkit.RunningProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityTest {
  /** As the guide shows it, which counts 26 and 38 bytes where there are 28 and 33. */
  @Test
  void shouldShowAGeneratedIdentityAndAChosenOne() {
    try (RunningProgram identity = Play.start(Identity.DEMO)) {
      List<String> lines = identity.lines();
      assertEquals(8, lines.size(), lines::toString);
      assertEquals("-".repeat(40), lines.get(0));
      assertTrue(lines.get(1).matches("\\[005\\] 00[0-9A-F]{8}"), lines.get(1));
      assertEquals(
          List.of(
              "[000]",
              "[028] ROUTER uses a generated UUID",
              "-".repeat(40),
              "[005] PEER2",
              "[000]",
              "[033] ROUTER uses REQ's socket identity"),
          lines.subList(2, 8));
    }
  }
}
