package io.cero.examples.peering;

import io.cero.Context;
import io.cero.Message;
import io.cero.ReqSocket;
import io.cero.examples.ArgumentException;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.Actor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

/**
 * What the peering programs have in common: the names on their command line, and the clients and
 * workers of a cluster.
 */
final class Clusters {
  private static final String NAMES = "NAME";
  private static final String HERE = "--here";
  private static final String FOLDER = "--folder";

  /** What one cluster does. */
  @FunctionalInterface
  interface Body {
    void run(Context context, Arguments arguments, View view) throws Exception;
  }

  private Clusters() {}

  /** Returns the demo of such clusters. */
  static Demo demo(String name, String summary, Body body) {
    return Demo.of(name, summary, (context, arguments, out) -> run(context, arguments, out, body))
        .arguments(NAMES, "the cluster that runs here, and then its peers")
        .argument(HERE, 1, "how many of these clusters run in this process, the first ones")
        .argument(FOLDER, "", "where the clusters find each other; a folder of the user's own")
        .argument("--seed", 1, "what is drawn by chance is drawn from this");
  }

  private static void run(Context context, Arguments arguments, PrintStream out, Body body)
      throws Exception {
    List<String> names = arguments.list(NAMES);
    int here = arguments.number(HERE);
    if (names.isEmpty()) {
      throw new ArgumentException("no NAME is given: give this cluster's, and then its peers'");
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new ArgumentException("a NAME is given twice: give each cluster another");
    }
    if (here > names.size()) {
      throw new ArgumentException(
          HERE + " is " + here + ": there are only " + names.size() + " NAMEs");
    }
    Path folder = folder(arguments.text(FOLDER));
    List<Cluster> clusters = names.stream().map(each -> new Cluster(each, folder)).toList();
    for (int i = 1; i < here; i++) {
      View view = new View(clusters, i, here > 1, arguments.number("--seed") + i, out);
      Actor.start(
          context,
          parent -> {
            parent.ready();
            body.run(context, arguments, view);
          });
    }
    View first = new View(clusters, 0, here > 1, arguments.number("--seed"), out);
    body.run(context, arguments, first);
  }

  private static Path folder(String given) throws IOException {
    return Files.createDirectories(
        given.isEmpty()
            ? Path.of(
                System.getProperty("java.io.tmpdir"), "cero-" + System.getProperty("user.name"))
            : Path.of(given));
  }

  /** A cluster's view of itself and its peers. */
  static final class View {
    private final Cluster self;
    private final List<Cluster> peers;
    private final String prefix;
    private final Random random;
    private final PrintStream out;

    private View(List<Cluster> all, int place, boolean isNamed, long seed, PrintStream out) {
      this.self = all.get(place);
      this.peers = all.stream().filter(each -> !each.equals(self)).toList();
      this.prefix = isNamed ? self.name() + ": " : "";
      this.random = new Random(seed);
      this.out = out;
      say("preparing the broker of " + self);
    }

    Cluster self() {
      return self;
    }

    List<Cluster> peers() {
      return peers;
    }

    /** What chance is drawn from; of one thread. */
    Random random() {
      return random;
    }

    /** Prints a line. Any thread. */
    void say(String line) {
      out.println(prefix + line);
    }

    /** Starts workers, each of which says where it has done its task. */
    void startWorkers(Context context, int count, int longest) {
      for (int i = 0; i < count; i++) {
        Random own = new Random(random.nextLong());
        Actor.start(
            context,
            parent -> {
              parent.ready();
              ReqSocket worker = context.req();
              worker.connect(self.endpoint("localbe"));
              worker.send("READY");
              while (true) {
                Message task = worker.receive();
                Thread.sleep(own.nextInt(longest) + 1);
                worker.send(task.append(self.name()));
              }
            });
      }
    }

    /** Starts clients, each of which now and then has a burst of tasks. */
    void startClients(Context context, int count, int burst, int pause) {
      for (int i = 0; i < count; i++) {
        Random own = new Random(random.nextLong());
        Actor.start(
            context,
            parent -> {
              parent.ready();
              ReqSocket client = context.req();
              client.connect(self.endpoint("localfe"));
              while (true) {
                Thread.sleep(own.nextInt(pause) + 1);
                for (int tasks = own.nextInt(burst) + 1; tasks > 0; tasks--) {
                  String task = "%04X".formatted(own.nextInt(0x10000));
                  client.send(task);
                  Message reply = client.receive();
                  say("task " + reply.text(0) + " done at " + reply.text(1));
                }
              }
            });
      }
    }
  }
}
