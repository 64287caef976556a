package io.cero.examples.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cero.examples.ArgumentException;
import io.cero.examples.Arguments;
import io.cero.examples.play.Play;
import io.cero.testkit.RunningProgram;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyBrokerTest {
  private static List<String> speeds(String policy) {
    Arguments arguments = PolicyBroker.DEMO.arguments().with("POLICY", policy);
    try (RunningProgram broker = Play.start(PolicyBroker.DEMO, arguments)) {
      return broker.lines().stream()
          .map(line -> line.replaceFirst("Request \\d: done at speed (\\d+)", "$1"))
          .toList();
    }
  }

  @Test
  void shouldGiveAllToTheFastestWhenItIsToChooseThat() {
    assertEquals(Collections.nCopies(6, "30"), speeds("fastest"));
  }

  @Test
  void shouldGiveToOneAfterTheOtherWhenItIsToChooseTheOldest() {
    List<String> speeds = speeds("oldest");
    assertEquals(Set.of("10", "20", "30"), Set.copyOf(speeds.subList(0, 3)));
    assertEquals(speeds.subList(0, 3), speeds.subList(3, 6));
  }

  @Test
  void shouldRefuseAPolicyThatItDoesNotKnow() {
    assertEquals(
        "POLICY is 'laziest': give fastest or oldest",
        assertThrows(ArgumentException.class, () -> PolicyBroker.policy("laziest")).getMessage());
  }
}
