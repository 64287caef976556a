package io.cero.examples.pipeline;

import io.cero.Context;
import io.cero.PushSocket;
import io.cero.SocketOptions;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;
import java.util.Random;

/** The guide's task ventilator: hands a batch of tasks to the workers, and tells the sink. */
public final class Ventilator {
  static final String PICTURE =
      """
                taskvent
             ┌────────────┐
             │    PUSH    │
             └─────┬──────┘
                   │ bind tcp *:5557
                 tasks
           ┌───────┼───────┐
           ▼       ▼       ▼ connect
        ┌──┴───┐┌──┴───┐┌──┴───┐
        │ PULL ││ PULL ││ PULL │
        ├──────┤├──────┤├──────┤
        │ task ││ task ││ task │
        │ work ││ work ││ work │
        ├──────┤├──────┤├──────┤
        │ PUSH ││ PUSH ││ PUSH │
        └──┬───┘└──┬───┘└──┬───┘
           │       │       │ connect
           └───────┼───────┘
                results
                   ▼ bind tcp *:5558
             ┌─────┴──────┐
             │    PULL    │
             └────────────┘
                tasksink
      """;

  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("taskvent", "Hands a hundred tasks to the workers.", Ventilator::run)
          .argument("TASKS", "tcp://*:5557", "where it is bound for the workers")
          .argument("SINK", "tcp://localhost:5558", "where the sink is")
          .argument("--workers", 1, "how many workers it waits for before it begins")
          .argument("--tasks", 100, "how many there are")
          .argument("--work", 100, "what a task takes at most, in milliseconds")
          .picture(PICTURE);

  private Ventilator() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    PushSocket tasks = context.push();
    out.println("tasks (PUSH) bound to " + tasks.bind(arguments.text("TASKS")));
    PushSocket sink = context.push();
    sink.connect(arguments.text("SINK"));
    tasks.awaitPeers(arguments.number("--workers"), SocketOptions.FOREVER);

    out.println("Sending tasks to workers…");
    sink.send("0"); // the batch begins
    Random random = new Random();
    int total = 0;
    for (int i = 0; i < arguments.number("--tasks"); i++) {
      int workload = random.nextInt(arguments.number("--work")) + 1;
      total += workload;
      tasks.send(Integer.toString(workload));
    }
    out.println("Total expected cost: " + total + " msec");
  }
}
