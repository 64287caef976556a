package io.cero.examples.hello;

import static io.cero.examples.play.Play.ANY;
import static io.cero.examples.play.Play.start;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.testkit.RunningProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelloTest {
  @Test
  void shouldAnswerEachHelloWithWorld() {
    try (RunningProgram server = start(HelloServer.DEMO, "ENDPOINT", ANY, "--work", "1")) {
      String endpoint = server.boundEndpoint("server (REP)");
      try (RunningProgram client =
          start(HelloClient.DEMO, "ENDPOINT", endpoint, "--requests", "3")) {
        assertEquals(
            List.of(
                "Connecting to hello world server…",
                "Sending Hello 0…",
                "Received World 0",
                "Sending Hello 1…",
                "Received World 1",
                "Sending Hello 2…",
                "Received World 2"),
            client.lines());
      }
      List<String> printed = server.output().lines().toList();
      assertEquals(List.of("Received Hello", "Received Hello", "Received Hello"), tail(printed));
    }
  }

  private static List<String> tail(List<String> lines) {
    return lines.subList(1, lines.size());
  }

  @Test
  void shouldGreetEveryClient() {
    try (RunningProgram service = start(MinimalService.DEMO, "ENDPOINT", ANY)) {
      String endpoint = service.boundEndpoint("service (REP)");
      for (String name : List.of("World", "Ørsted")) {
        try (RunningProgram client =
            start(MinimalClient.DEMO, "ENDPOINT", endpoint, "NAME", name)) {
          assertEquals(List.of("Hello " + name), client.lines());
        }
      }
    }
  }
}
