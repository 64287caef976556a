package io.cero.campaigns.clusters;

import io.cero.Context;
import io.cero.campaigns.frame.Usage;
import io.cero.campaigns.network.StationProcess;
import io.cero.examples.peering.Cluster;
import io.cero.examples.peering.PeeringBroker;
import io.cero.toolkit.EventLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * The peering brokers of some clusters, each with a context and a thread of its own: the example's
 * {@link PeeringBroker} as it is.
 *
 * <p>Either in the campaign's process, or in one of their own, where {@link #main} does what {@link
 * Remote} tells it by lines on standard input.
 */
final class ClusterBrokers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final int clusters;
  private final Consumer<String> fault;
  private final Map<String, Context> running = new HashMap<>();

  /**
   * Has none yet.
   *
   * @param fault what is told when a broker's handler fails; any thread
   */
  ClusterBrokers(Path folder, int clusters, Consumer<String> fault) {
    this.folder = folder;
    this.clusters = clusters;
    this.fault = fault;
  }

  /** The name of a cluster; the first is 0. */
  static String name(int place) {
    return "DC" + (place + 1);
  }

  /** Starts the broker of a cluster, which knows all others. */
  void start(int place) {
    Cluster self = new Cluster(name(place), folder);
    List<Cluster> others = new ArrayList<>();
    for (int i = 0; i < clusters; i++) {
      if (i != place) {
        others.add(self.neighbour(name(i)));
      }
    }
    Context context =
        Context.create(o -> o.linger(Duration.ZERO).threadNamePrefix("cero-broker-" + self.name()));
    EventLoop loop = EventLoop.create(context);
    loop.onFault((culprit, failure) -> fault.accept(self + ": " + culprit + ": " + failure));
    new PeeringBroker(context, loop, self, others, news -> {});
    loop.start();
    running.put(self.name(), context);
  }

  /** Ends a cluster's broker where it is: nothing that it has is waited for. */
  void end(int place) {
    Context context = running.remove(name(place));
    if (context != null) {
      context.close();
    }
  }

  @Override
  public void close() {
    running.values().forEach(Context::close);
  }

  /** Runs brokers until standard input ends: FOLDER CLUSTERS. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (ClusterBrokers brokers =
        new ClusterBrokers(
            Path.of(arguments[0]),
            Integer.parseInt(arguments[1]),
            fault -> say("failed " + fault))) {
      say("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "start" -> brokers.start(Integer.parseInt(words[1]));
          case "end" -> brokers.end(Integer.parseInt(words[1]));
          case "usage" -> say("usage " + Usage.now().toLine());
          default -> say("failed: no command " + words[0]);
        }
        say("done " + line);
      }
    }
    System.exit(0);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Where the brokers are. */
  sealed interface Place extends AutoCloseable permits Local, Remote {
    void start(int place);

    void end(int place);

    /** What their process uses; throws if a handler has failed. */
    Usage usage() throws IOException;

    @Override
    void close();
  }

  /** Brokers in this process. */
  static final class Local implements Place {
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final ClusterBrokers brokers;

    Local(Path folder, int clusters) {
      brokers = new ClusterBrokers(folder, clusters, faults::add);
    }

    @Override
    public void start(int place) {
      brokers.start(place);
    }

    @Override
    public void end(int place) {
      brokers.end(place);
    }

    @Override
    public Usage usage() throws IOException {
      if (!faults.isEmpty()) {
        throw new AssertionError(faults.element());
      }
      return Usage.now();
    }

    @Override
    public void close() {
      brokers.close();
    }
  }

  /** Brokers in a process of their own. */
  static final class Remote implements Place {
    private final StationProcess process;

    Remote(Path folder, int clusters) throws IOException {
      process =
          new StationProcess(
              "brokers",
              List.of("-Xmx" + Runtime.getRuntime().maxMemory()),
              ClusterBrokers.class,
              folder.toString(),
              Integer.toString(clusters));
    }

    @Override
    public void start(int place) {
      process.ask("start " + place, "done start");
    }

    @Override
    public void end(int place) {
      process.ask("end " + place, "done end");
    }

    @Override
    public Usage usage() {
      process.say("usage");
      return Usage.parse(process.await("usage ", PATIENCE).line().substring("usage ".length()));
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
