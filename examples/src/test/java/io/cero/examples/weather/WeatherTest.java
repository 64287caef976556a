package io.cero.examples.weather;

import static io.cero.examples.play.Play.ANY;
import static io.cero.examples.play.Play.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.PubSocket;
import io.cero.SocketOptions;
import io.cero.SubSocket;
import io.cero.XPubSocket;
import io.cero.testkit.RunningProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeatherTest {
  @Test
  void shouldPublishWeatherOfAllZipCodes() {
    try (RunningProgram server = start(WeatherServer.DEMO, "ENDPOINT", ANY);
        Context context = Context.create()) {
      SubSocket subscriber = context.sub();
      subscriber.subscribe("7");
      subscriber.connect(server.boundEndpoint("publisher (PUB)"));
      for (int i = 0; i < 50; i++) {
        String update = subscriber.receiveText();
        assertTrue(update.matches("7\\d{4} -?\\d{1,3} [1-5]\\d"), update);
      }
    }
  }

  @Test
  void shouldAverageTheTemperatureOfOneZipCode() {
    try (Context context = Context.create();
        PubSocket server = context.pub()) {
      String endpoint = server.bind(ANY);
      try (RunningProgram client =
          start(WeatherClient.DEMO, "ENDPOINT", endpoint, "--updates", "3")) {
        server.awaitSubscribers("10001 ", 1, SocketOptions.FOREVER);
        server.send("10001 -10 40");
        server.send("10002 99 40");
        server.send("100010 99 40");
        server.send("10001 20 41");
        server.send("10001 50 42");
        assertEquals(
            List.of(
                "Collecting updates from weather server…",
                "Average temperature for zipcode '10001 ' was 20F"),
            client.lines());
      }
    }
  }

  @Test
  void shouldCarryOnlyWhatIsWantedOutsideThroughTheProxy() {
    try (Context context = Context.create();
        XPubSocket inside = context.xpub();
        RunningProgram proxy =
            start(WeatherProxy.DEMO, "FRONTEND", inside.bind(ANY), "BACKEND", ANY);
        RunningProgram client =
            start(
                WeatherClient.DEMO,
                "ENDPOINT",
                proxy.boundEndpoint("backend (XPUB)"),
                "ZIPCODE",
                "20500 ",
                "--updates",
                "1")) {
      assertEquals("\u000120500 ", inside.receiveText());
      inside.send("20500 68 40");
      assertEquals("Average temperature for zipcode '20500 ' was 68F", client.lines().get(1));
    }
  }
}
