package io.cero.examples.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.examples.play.Play;
import io.cero.testkit.RunningProgram;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeHopsTest {
  private static RunningProgram start(int proxies) {
    return Play.start(
        EnvelopeHops.DEMO,
        EnvelopeHops.DEMO.arguments().with("--proxies", Integer.toString(proxies)));
  }

  @Test
  void shouldShowTheFramesAtEachHop() {
    try (RunningProgram hops = start(2)) {
      hops.lines();
      assertEquals(
          """
          The client gives its REQ:
              [005] Hello
          PROXY1's ROUTER gives, and its DEALER takes:
              [006] CLIENT
              [000]
              [005] Hello
          PROXY2's ROUTER gives, and its DEALER takes:
              [006] PROXY1
              [006] CLIENT
              [000]
              [005] Hello
          The service's REP gives:
              [005] Hello
          The service gives its REP:
              [005] World
          PROXY2's DEALER gives, and its ROUTER takes:
              [006] PROXY1
              [006] CLIENT
              [000]
              [005] World
          PROXY1's DEALER gives, and its ROUTER takes:
              [006] CLIENT
              [000]
              [005] World
          The client's REQ gives:
              [005] World
          """,
          hops.output());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void shouldComeBackThroughAnyNumberOfProxies(int proxies) {
    try (RunningProgram hops = start(proxies)) {
      List<String> lines = hops.lines();
      assertEquals("    [005] World", lines.get(lines.size() - 1));
      assertEquals(2L * proxies, lines.stream().filter("    [006] CLIENT"::equals).count());
    }
  }
}
