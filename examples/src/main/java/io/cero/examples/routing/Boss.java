package io.cero.examples.routing;

import io.cero.Context;
import io.cero.Message;
import io.cero.RouterSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.Actor;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What rtreq and rtdealer have in common: a ROUTER that gives work to whoever asks for it, and ten
 * workers. It never chooses among them: the next message is from the one that has waited longest.
 */
final class Boss {
  /** What a worker sends when it has nothing to do. */
  static final String HI_BOSS = "Hi Boss";

  /** What a worker gets when there is no more work. */
  static final String FIRED = "Fired!";

  private static final int WORKERS = 10;
  private static final Duration STARTED_WITHIN = Duration.ofSeconds(10);

  /** What a worker does until it is fired; returns how many tasks it has done. */
  @FunctionalInterface
  interface Worker {
    int work(Context context, String broker, Task task) throws InterruptedException;
  }

  /** A piece of work, which takes some time. */
  @FunctionalInterface
  interface Task {
    void run() throws InterruptedException;
  }

  private Boss() {}

  /** Returns the demo of a boss and such workers. */
  static Demo demo(String name, String type, Worker worker) {
    return Demo.of(
            name,
            "A ROUTER gives tasks to ten " + type + " workers, the next one to whoever is ready.",
            (context, arguments, out) -> run(context, arguments, out, worker))
        .argument("--time", 5_000, "how long there is work, in milliseconds")
        .argument("--work", 500, "how long a task takes at most, in milliseconds")
        .argument("--seed", 1, "what the lengths of the tasks are drawn from")
        .picture(
            """
                        "Work harder", "Fired!"  ┌──► TYPE  worker 1
            ROUTER  boss ────────────────────────┼──► TYPE  worker 2
                        ◄── "Hi Boss"            └──► TYPE  … worker 10
            """
                .replace("TYPE", type));
  }

  private static void run(Context context, Arguments arguments, PrintStream out, Worker worker) {
    RouterSocket broker = context.router();
    String endpoint = broker.bind("tcp://127.0.0.1:*");
    int longest = arguments.number("--work");
    List<Actor> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      Random random = new Random(arguments.number("--seed") + i);
      workers.add(
          Actor.start(
              context,
              parent -> {
                parent.ready();
                Task task = () -> Thread.sleep(random.nextInt(longest) + 1);
                int total = worker.work(context, endpoint, task);
                parent.send("Completed: " + total + " tasks");
              }));
    }
    broker.awaitPeers(WORKERS, STARTED_WITHIN); // or else who is late gets less than its share
    handOut(broker, arguments.milliseconds("--time"));
    workers.forEach(each -> out.println(each.receiveText()));
  }

  private static void handOut(RouterSocket broker, Duration time) {
    long begin = System.nanoTime();
    int fired = 0;
    while (fired < WORKERS) {
      Message hiBoss = broker.receive(); // the worker's identity, the delimiter, what it says
      if (System.nanoTime() - begin < time.toNanos()) {
        broker.send(hiBoss.withLast("Work harder"));
      } else {
        broker.send(hiBoss.withLast(FIRED));
        fired++;
      }
    }
  }
}
