package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.explore.Explorer;
import io.cero.explore.Instrumented;
import io.cero.explore.Scenario;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every interleaving, up to a number of preemptions, of the threads of {@link HandOverScenarios}
 * over the shipped {@link Reactor}: none may leave a thread asleep beside what it has to do.
 *
 * <p>A failure shows the steps that led to it.
 */
class HandOverExplorationTest {
  private static final Instrumented LOADER = new Instrumented("io.cero.reactor");
  private static final Explorer EXPLORER = new Explorer();

  static Stream<Class<? extends Scenario>> scenarios() {
    return Stream.of(HandOverScenarios.class.getDeclaredClasses())
        .filter(type -> Modifier.isFinal(type.getModifiers()))
        .<Class<? extends Scenario>>map(type -> type.asSubclass(Scenario.class))
        .sorted((one, other) -> one.getName().compareTo(other.getName()));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void shouldLeaveNothingUndoneWhenThreadsMeet(Class<? extends Scenario> type) {
    int runs = EXPLORER.explore(LOADER.scenarios(type));
    assertTrue(runs > 10, "threads that meet");
  }
}
