package io.cero.examples.pipeline;

import static io.cero.examples.play.Play.ANY;
import static io.cero.examples.play.Play.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.testkit.RunningProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final String PROGRESS = ":.........".repeat(2) + ":....";

  private static void assertSunk(List<String> lines) {
    String printed = String.join("\n", lines);
    assertTrue(
        lines.contains(PROGRESS) && printed.matches("(?s).*\nTotal elapsed time: \\d+ msec"),
        printed);
  }

  private static void assertVented(List<String> lines) {
    assertEquals(3, lines.size(), lines::toString);
    assertEquals("Sending tasks to workers…", lines.get(1));
    assertTrue(lines.get(2).matches("Total expected cost: \\d+ msec"), lines.get(2));
  }

  private static RunningProgram ventilator(RunningProgram sink) {
    return start(
        Ventilator.DEMO,
        "TASKS",
        ANY,
        "SINK",
        sink.boundEndpoint("results (PULL)"),
        "--workers",
        "2",
        "--tasks",
        "25",
        "--work",
        "1");
  }

  private static int dots(RunningProgram... workers) {
    int count = 0;
    for (RunningProgram worker : workers) {
      assertTrue(worker.output().matches("\\.+"), worker::output);
      count += worker.output().length();
    }
    return count;
  }

  @Test
  void shouldShareATaskBatchAmongWorkersAndCollectTheResults() {
    try (RunningProgram sink = start(Sink.DEMO, "RESULTS", ANY, "--tasks", "25");
        RunningProgram ventilator = ventilator(sink)) {
      String[] endpoints = {
        "TASKS", ventilator.boundEndpoint("tasks (PUSH)"), "SINK", sink.boundEndpoint("results")
      };
      try (RunningProgram first = start(Worker.DEMO, endpoints);
          RunningProgram second = start(Worker.DEMO, endpoints)) {
        assertVented(ventilator.lines());
        assertSunk(sink.lines());
        // A worker prints its dot after it has sent the result.
        first.awaitOutput(text -> text.length() >= 12);
        second.awaitOutput(text -> text.length() >= 12);
        assertTrue(dots(first, second) <= 25);
      }
    }
  }

  @Test
  void shouldEndTheWorkersWhenAllResultsAreThere() {
    try (RunningProgram sink =
            start(
                KillingSink.DEMO,
                "RESULTS",
                ANY,
                "CONTROL",
                ANY,
                "--workers",
                "2",
                "--tasks",
                "25");
        RunningProgram ventilator = ventilator(sink)) {
      String[] endpoints = {
        "TASKS",
        ventilator.boundEndpoint("tasks (PUSH)"),
        "SINK",
        sink.boundEndpoint("results"),
        "CONTROL",
        sink.boundEndpoint("control (PUB)")
      };
      try (RunningProgram first = start(KillableWorker.DEMO, endpoints);
          RunningProgram second = start(KillableWorker.DEMO, endpoints)) {
        assertSunk(sink.lines());
        first.lines();
        second.lines();
        assertEquals(25, dots(first, second));
        assertVented(ventilator.lines());
      }
    }
  }
}
