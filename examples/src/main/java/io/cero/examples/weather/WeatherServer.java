package io.cero.examples.weather;

import io.cero.Context;
import io.cero.PubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;
import java.util.Random;

/** The guide's weather server: publishes random updates for all zip codes, as fast as it can. */
public final class WeatherServer {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of(
              "wuserver",
              "Publishes random weather for 100,000 zip codes, as fast as it can.",
              WeatherServer::run)
          .argument("ENDPOINT", "tcp://*:5556", "where it is bound")
          .picture(
              """
                         wuserver
                      ┌────────────┐
                      │    PUB     │
                      └─────┬──────┘
                            │ bind tcp *:5556
                   "10001 41 33", "20500 …"
                    ┌───────┴────────┐
                    ▼ connect        ▼
              ┌─────┴──────┐   ┌─────┴──────┐
              │SUB "10001 "│   │SUB "20500 "│
              └────────────┘   └────────────┘
                 wuclient         wuclient
              """);

  private static final int ZIP_CODES = 100_000;

  private WeatherServer() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    PubSocket publisher = context.pub();
    out.println("publisher (PUB) bound to " + publisher.bind(arguments.text("ENDPOINT")));
    Random weather = new Random();
    while (!Thread.currentThread().isInterrupted()) { // publishing never waits
      int zipCode = weather.nextInt(ZIP_CODES);
      int fahrenheit = weather.nextInt(215) - 80;
      int humidity = weather.nextInt(50) + 10;
      publisher.send(String.format("%05d %d %d", zipCode, fahrenheit, humidity));
    }
  }
}
