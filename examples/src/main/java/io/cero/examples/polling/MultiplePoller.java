package io.cero.examples.polling;

import io.cero.Context;
import io.cero.Interest;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.PullSocket;
import io.cero.SubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** Reads from two sockets by a poller, which waits for both. */
public final class MultiplePoller {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("mspoller", "Reads tasks and weather by a poller.", MultiplePoller::run)
          .argument("TASKS", "tcp://localhost:5557", "where the ventilator is")
          .argument("WEATHER", "tcp://localhost:5556", "where the weather server is")
          .argument("--zipcode", "10001 ", "how the updates that it wants begin")
          .picture(MultipleReader.DEMO.picture());

  private MultiplePoller() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    PullSocket tasks = context.pull();
    tasks.connect(arguments.text("TASKS"));
    SubSocket weather = context.sub();
    weather.subscribe(arguments.text("--zipcode"));
    weather.connect(arguments.text("WEATHER"));
    Poller poller = context.poller();
    PollItem task = poller.register(tasks, Interest.READ);
    PollItem update = poller.register(weather, Interest.READ);
    while (true) {
      poller.poll();
      if (task.isReadable()) {
        out.println("task " + tasks.receiveText());
      }
      if (update.isReadable()) {
        out.println("weather " + weather.receiveText());
      }
    }
  }
}
