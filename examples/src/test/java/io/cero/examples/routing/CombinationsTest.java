package io.cero.examples.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.examples.play.Play;
import io.cero.testkit.RunningProgram;
import org.junit.jupiter.api.Test;

class CombinationsTest {
  @Test
  void shouldShowWhatPassesAndWhatIsRefused() {
    try (RunningProgram combinations = Play.start(Combinations.DEMO)) {
      combinations.lines();
      assertEquals(
          """
          REQ    -> REP     [005] Hello                  received as  [005] Hello
          DEALER -> REP     [000] [005] Hello            received as  [005] Hello
          REQ    -> ROUTER  [005] Hello                  received as  [006] CLIENT [000] [005] Hello
          DEALER -> ROUTER  [005] Hello                  received as  [006] CLIENT [005] Hello
          DEALER -> DEALER  [005] Hello                  received as  [005] Hello
          ROUTER -> ROUTER  [006] SERVER [005] Hello     received as  [006] CLIENT [005] Hello
          REQ    -> REQ     refused
          REQ    -> DEALER  refused
          REP    -> REP     refused
          REP    -> ROUTER  refused
          """,
          combinations.output().replaceAll("refused: A RE[QP] socket cannot .*", "refused"));
    }
  }
}
