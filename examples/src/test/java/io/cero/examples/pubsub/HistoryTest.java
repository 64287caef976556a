package io.cero.examples.pubsub;

import static io.cero.examples.play.Play.ANY;
import static io.cero.examples.play.Play.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.InterruptedOperationException;
import io.cero.PubSocket;
import io.cero.SubSocket;
import io.cero.testkit.IpcDirectory;
import io.cero.testkit.RunningProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static RunningProgram publisher(String history, String updates) {
    return publisher(ANY, ANY, history, updates);
  }

  private static RunningProgram publisher(
      String updateEndpoint, String requestEndpoint, String history, String updates) {
    return start(
        HistoryPublisher.DEMO,
        "UPDATES",
        updateEndpoint,
        "REQUESTS",
        requestEndpoint,
        "--history",
        history,
        "--updates",
        updates,
        "--pause",
        "2",
        "--beat",
        "5");
  }

  private static RunningProgram subscriber(RunningProgram publisher, String until) {
    return start(
        HistorySubscriber.DEMO,
        "UPDATES",
        publisher.boundEndpoint("updates (PUB)"),
        "REQUESTS",
        publisher.boundEndpoint("requests (ROUTER)"),
        "--until",
        until);
  }

  private static String state(RunningProgram publisher) {
    return publisher.awaitLine(line -> line.startsWith("state"));
  }

  @Test
  void shouldHaveEverythingWhenItComesFirst() {
    try (RunningProgram publisher = publisher("100", "20");
        RunningProgram subscriber = subscriber(publisher, "20")) {
      List<String> lines = subscriber.lines();
      assertEquals(state(publisher), lines.get(lines.size() - 1));
    }
  }

  @Test
  void shouldGetTheUpdatesWhenItComesLateAndTheyAreKept() {
    try (RunningProgram publisher = publisher("20", "20")) {
      String state = state(publisher);
      try (RunningProgram subscriber = subscriber(publisher, "20")) {
        assertEquals(List.of("UPDATES of 20, up to 20", state), subscriber.lines());
      }
    }
  }

  @Test
  void shouldGetASnapshotWhenItComesTooLate() {
    try (RunningProgram publisher = publisher("10", "20")) {
      String state = state(publisher);
      try (RunningProgram subscriber = subscriber(publisher, "20")) {
        List<String> lines = subscriber.lines();
        assertTrue(lines.get(0).matches("SNAPSHOT of [1-5], up to 20"), lines::toString);
        assertEquals(state, lines.get(1));
      }
    }
  }

  /** Passes updates on, but for every third. */
  private static void lose(SubSocket from, PubSocket to) {
    try {
      while (true) {
        to.send(from.receive());
        to.send(from.receive());
        from.receive();
      }
    } catch (InterruptedOperationException end) {
      // of the test
    }
  }

  /** Each update follows the one before, or what was filled in. */
  private static void assertConsecutive(String output) {
    long before = -1;
    for (String line : output.substring(0, output.lastIndexOf('\n')).lines().toList()) {
      boolean isFilledIn = line.startsWith("UPDATES") || line.startsWith("SNAPSHOT");
      String number = isFilledIn ? line.replaceAll(".* ", "") : line.replaceAll(" .*", "");
      if (!isFilledIn) {
        assertEquals(before + 1, Long.parseLong(number), output);
      }
      before = Long.parseLong(number);
    }
  }

  @Test
  @SuppressWarnings("try") // the link is a resource and nothing else
  void shouldFillGapsWhenUpdatesAreLost() {
    try (RunningProgram publisher = publisher("100", "0");
        Context context = Context.create();
        SubSocket from = context.sub();
        PubSocket to = context.pub()) {
      String lossy = to.bind(ANY);
      from.subscribe("");
      from.connect(publisher.boundEndpoint("updates (PUB)"));
      try (RunningProgram link =
              RunningProgram.start("a link that loses updates", out -> lose(from, to));
          RunningProgram subscriber =
              start(
                  HistorySubscriber.DEMO,
                  "UPDATES",
                  lossy,
                  "REQUESTS",
                  publisher.boundEndpoint("requests (ROUTER)"))) {
        subscriber.awaitOutput(text -> text.lines().filter(l -> l.startsWith("UP")).count() > 5);
        assertConsecutive(subscriber.output());
      }
    }
  }

  @Test
  void shouldBeginAnewWhenThePublisherDoes() {
    try (IpcDirectory directory = IpcDirectory.create()) {
      String updates = directory.endpoint("updates");
      String requests = directory.endpoint("requests");
      try (RunningProgram subscriber =
          start(HistorySubscriber.DEMO, "UPDATES", updates, "REQUESTS", requests)) {
        try (RunningProgram first = publisher(updates, requests, "20", "7")) {
          state(first);
          subscriber.awaitLine(line -> line.startsWith("7 ") || line.endsWith(" to 7"));
        }
        try (RunningProgram second = publisher(updates, requests, "20", "3")) {
          state(second);
          subscriber.awaitLine(line -> line.matches("SNAPSHOT of [0-3], up to [0-3]"));
        }
      }
    }
  }
}
