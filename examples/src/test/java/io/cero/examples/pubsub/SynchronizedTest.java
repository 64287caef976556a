package io.cero.examples.pubsub;

import static io.cero.examples.play.Play.ANY;
import static io.cero.examples.play.Play.start;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.testkit.RunningProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

class SynchronizedTest {
  @Test
  void shouldLoseNothingWhenAllSubscribersAreThereFirst() {
    String[] publishing = {"UPDATES", ANY, "READY", ANY, "--subscribers", "2", "--updates", "5000"};
    try (RunningProgram publisher = start(SynchronizedPublisher.DEMO, publishing)) {
      String[] endpoints = {
        "UPDATES", publisher.boundEndpoint("updates (PUB)"),
        "READY", publisher.boundEndpoint("ready (REP)")
      };
      try (RunningProgram first = start(SynchronizedSubscriber.DEMO, endpoints);
          RunningProgram second = start(SynchronizedSubscriber.DEMO, endpoints)) {
        assertEquals(List.of("Received 5000 updates"), first.lines());
        assertEquals(List.of("Received 5000 updates"), second.lines());
      }
      List<String> lines = publisher.lines();
      assertEquals(
          List.of("Waiting for subscribers", "Broadcasting messages"), lines.subList(2, 4));
    }
  }
}
