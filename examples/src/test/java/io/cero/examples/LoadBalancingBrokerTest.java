package io.cero.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.testkit.RunningProgram;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadBalancingBrokerTest {
  private static RunningProgram start() {
    Demo demo = LoadBalancingBroker.DEMO;
    return RunningProgram.start(demo.name(), out -> demo.run(demo.arguments(), out));
  }

  @Test
  void shouldServeEveryRequestOfEveryClient() {
    try (RunningProgram broker = start()) {
      assertEquals(
          Map.of("Worker: HELLO", 30L, "Client: OK", 30L),
          broker.lines().stream()
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
    }
  }

  @Test
  void shouldEndWhenItsThreadIsInterrupted() {
    start().close();
  }
}
