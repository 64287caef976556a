package io.cero.examples.pipeline;

import io.cero.Context;
import io.cero.Interest;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.SubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The second design of the guide's task worker: it ends when the sink says that all is done. */
public final class KillableWorker {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("taskwork2", "Works on tasks until the sink's kill signal.", KillableWorker::run)
          .argument("TASKS", "tcp://localhost:5557", "where the ventilator is")
          .argument("SINK", "tcp://localhost:5558", "where the sink is")
          .argument("CONTROL", "tcp://localhost:5559", "where the sink's kill signal is")
          .picture(KillingSink.PICTURE);

  private KillableWorker() {}

  static void run(Context context, Arguments arguments, PrintStream out)
      throws InterruptedException {
    SubSocket control = context.sub();
    control.subscribe("");
    control.connect(arguments.text("CONTROL"));
    PullSocket tasks = context.pull();
    tasks.connect(arguments.text("TASKS"));
    PushSocket results = context.push();
    results.connect(arguments.text("SINK"));

    Poller poller = context.poller();
    PollItem task = poller.register(tasks, Interest.READ);
    PollItem kill = poller.register(control, Interest.READ);
    while (true) {
      poller.poll();
      if (task.isReadable()) {
        Worker.work(tasks, results, out);
      } else if (kill.isReadable()) {
        return;
      }
    }
  }
}
