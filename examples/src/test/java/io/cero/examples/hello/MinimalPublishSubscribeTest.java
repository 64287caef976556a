package io.cero.examples.hello;

import static io.cero.examples.play.Play.ANY;
import static io.cero.examples.play.Play.start;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.examples.Arguments;
import io.cero.testkit.RunningProgram;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MinimalPublishSubscribeTest {
  private static void assertLetThrough(Set<String> updates, String endpoint, String... filters) {
    Arguments arguments =
        MinimalSubscriber.DEMO.arguments().with("ENDPOINT", endpoint).with("FILTER", filters);
    try (RunningProgram subscriber = start(MinimalSubscriber.DEMO, arguments)) {
      subscriber.awaitOutput(
          text ->
              text.endsWith("\n")
                  && text.lines().count() >= 4
                  && text.lines().toList().containsAll(updates));
      assertTrue(updates.containsAll(subscriber.output().lines().toList()), subscriber::output);
    }
  }

  @Test
  void shouldPrintWhatTheFiltersLetThrough() {
    try (RunningProgram publisher = start(MinimalPublisher.DEMO, "ENDPOINT", ANY, "--pause", "5")) {
      String endpoint = publisher.boundEndpoint("publisher (PUB)");
      assertLetThrough(Set.of("temp=33"), endpoint);
      assertLetThrough(Set.of("rh=60"), endpoint, "rh");
      assertLetThrough(Set.of("temp=33", "rh=60"), endpoint, "");
      assertLetThrough(Set.of("temp=33", "rh=60"), endpoint, "temp", "rh");
    }
  }
}
