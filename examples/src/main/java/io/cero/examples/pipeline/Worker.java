package io.cero.examples.pipeline;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/** The guide's task worker: sleeps as long as each task says, and tells the sink. */
public final class Worker {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("taskwork", "Works on tasks until Ctrl-C ends it.", Worker::run)
          .argument("TASKS", "tcp://localhost:5557", "where the ventilator is")
          .argument("SINK", "tcp://localhost:5558", "where the sink is")
          .picture(Ventilator.PICTURE);

  private Worker() {}

  static void run(Context context, Arguments arguments, PrintStream out)
      throws InterruptedException {
    PullSocket tasks = context.pull();
    tasks.connect(arguments.text("TASKS"));
    PushSocket results = context.push();
    results.connect(arguments.text("SINK"));
    while (true) {
      work(tasks, results, out);
    }
  }

  /** Does one task. */
  static void work(PullSocket tasks, PushSocket results, PrintStream out)
      throws InterruptedException {
    Thread.sleep(Integer.parseInt(tasks.receiveText()));
    results.send("");
    out.print(".");
  }
}
