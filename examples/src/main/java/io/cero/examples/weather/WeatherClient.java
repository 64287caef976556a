package io.cero.examples.weather;

import io.cero.Context;
import io.cero.SubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The guide's weather client: collects updates for one zip code and averages the temperature. */
public final class WeatherClient {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "wuclient",
              "Collects updates for one zip code, and averages the temperature.",
              WeatherClient::run)
          .argument("ZIPCODE", "10001 ", "how the updates that it wants begin")
          .argument("ENDPOINT", "tcp://localhost:5556", "where the server is")
          .argument("--updates", 100, "how many it collects")
          .picture(WeatherServer.DEMO.picture());

  private WeatherClient() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    out.println("Collecting updates from weather server…");
    SubSocket subscriber = context.sub();
    subscriber.subscribe(arguments.text("ZIPCODE"));
    subscriber.connect(arguments.text("ENDPOINT"));
    int updates = arguments.number("--updates");
    int sum = 0;
    for (int i = 0; i < updates; i++) {
      String[] update = subscriber.receiveText().split(" ", -1);
      sum += Integer.parseInt(update[1]);
    }
    out.printf(
        "Average temperature for zipcode '%s' was %dF%n", arguments.text("ZIPCODE"), sum / updates);
  }
}
