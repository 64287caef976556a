package io.cero.examples.polling;

import static io.cero.examples.play.Play.ANY;
import static io.cero.examples.play.Play.start;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.PubSocket;
import io.cero.PushSocket;
import io.cero.SocketOptions;
import io.cero.examples.Demo;
import io.cero.testkit.RunningProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TwoSocketsTest {
  static Stream<Demo> demos() {
    return Stream.of(MultipleReader.DEMO, MultiplePoller.DEMO);
  }

  private static List<String> ofKind(String kind, RunningProgram program) {
    return program.output().lines().filter(line -> line.startsWith(kind)).toList();
  }

  @ParameterizedTest
  @MethodSource("demos")
  void shouldReadTasksAndTheWeatherOfOneZipCode(Demo demo) {
    try (Context context = Context.create();
        PushSocket ventilator = context.push();
        PubSocket server = context.pub();
        RunningProgram program =
            start(demo, "TASKS", ventilator.bind(ANY), "WEATHER", server.bind(ANY))) {
      server.awaitSubscribers("10001 ", 1, SocketOptions.FOREVER);
      ventilator.send("1");
      server.send("10001 33 60");
      server.send("99999 11 60");
      ventilator.send("2");
      server.send("10001 34 61");
      program.awaitOutput(text -> text.lines().count() == 4 && text.endsWith("\n"));
      assertEquals(List.of("task 1", "task 2"), ofKind("task", program));
      assertEquals(
          List.of("weather 10001 33 60", "weather 10001 34 61"), ofKind("weather", program));
    }
  }
}
