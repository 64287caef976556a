package io.cero.examples.polling;

import io.cero.Context;
import io.cero.Message;
import io.cero.PullSocket;
import io.cero.SubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Reads from two sockets by trying each in turn, tasks first, and sleeping when there was nothing:
 * simple, and at the price of the sleep for the first message after a pause. {@link MultiplePoller}
 * does without it.
 */
public final class MultipleReader {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("msreader", "Reads tasks and weather by trying both sockets.", MultipleReader::run)
          .argument("TASKS", "tcp://localhost:5557", "where the ventilator is")
          .argument("WEATHER", "tcp://localhost:5556", "where the weather server is")
          .argument("--zipcode", "10001 ", "how the updates that it wants begin")
          .picture(
              """
                 taskvent                 wuserver
              ┌────────────┐           ┌────────────┐
              │    PUSH    │           │    PUB     │
              └─────┬──────┘           └─────┬──────┘
                    │ bind tcp *:5557        │ bind tcp *:5556
                    └───────────┐ ┌──────────┘
                        connect ▼ ▼ connect
                         ┌──────┴─┴──────┐
                         │ PULL │  SUB   │
                         │      │"10001 "│
                         └──────┴────────┘
                       msreader or mspoller
              """);

  private MultipleReader() {}

  static void run(Context context, Arguments arguments, PrintStream out)
      throws InterruptedException {
    PullSocket tasks = context.pull();
    tasks.connect(arguments.text("TASKS"));
    SubSocket weather = context.sub();
    weather.subscribe(arguments.text("--zipcode"));
    weather.connect(arguments.text("WEATHER"));
    while (true) {
      Optional<Message> task = tasks.tryReceive();
      while (task.isPresent()) {
        out.println("task " + task.get().text());
        task = tasks.tryReceive();
      }
      Optional<Message> update = weather.tryReceive();
      while (update.isPresent()) {
        out.println("weather " + update.get().text());
        update = weather.tryReceive();
      }
      Thread.sleep(1); // nothing there
    }
  }
}
