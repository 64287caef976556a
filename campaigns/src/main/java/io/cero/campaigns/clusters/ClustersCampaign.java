package io.cero.campaigns.clusters;

import com.sun.management.UnixOperatingSystemMXBean;
import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.LateException;
import io.cero.campaigns.frame.MissingException;
import io.cero.campaigns.frame.Usage;
import io.cero.examples.peering.Cluster;
import io.cero.testkit.IpcDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The example's peering brokers at large: a dozen clusters, each with hundreds of workers and a
 * thousand clients that ask ten times a second; one cluster leaves and joins.
 *
 * <p>Whatever the machine can do of that: every request is answered once, by the right reply; what
 * goes abroad goes there because nobody at home is idle; and when a cluster leaves, with its
 * clients and workers and all that its broker has, no client of another cluster loses anything.
 */
public final class ClustersCampaign implements Campaign {
  /** If all wait so long and none has an answer, answers are lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Volumes volumes;
  private final boolean isApart;

  /** The campaign itself: the brokers are in a process of their own. */
  public ClustersCampaign() {
    this(new Volumes(), true);
  }

  /**
   * Has given volumes.
   *
   * @param isApart true if the brokers are in a process of their own
   */
  public ClustersCampaign(Volumes volumes, boolean isApart) {
    this.volumes = volumes;
    this.isApart = isApart;
  }

  @Override
  public String name() {
    return "clusters";
  }

  @Override
  public String summary() {
    return "peering brokers with a thousand clients each, one leaves and joins: nothing is lost";
  }

  @Override
  public long usualRounds() {
    return 1;
  }

  @Override
  public Optional<Object> settings() {
    return Optional.of(volumes);
  }

  @Override
  public void run(Course course) throws Exception {
    volumes.check();
    requireDescriptors();
    while (course.next()) {
      try (IpcDirectory folder = IpcDirectory.create();
          ClusterBrokers.Place brokers = brokers(folder.path());
          Round round = new Round(course, folder.path(), brokers)) {
        round.run();
      }
    }
  }

  private void requireDescriptors() {
    int needed = isApart ? volumes.descriptors() : 2 * volumes.descriptors();
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < needed) {
      throw new MissingException(
          String.format(
              "each of two processes needs %,d open files and may have %,d: raise the limit with"
                  + " ulimit -n, or give fewer --clusters, --clients or --workers",
              needed, system.getMaxFileDescriptorCount()));
    }
  }

  private ClusterBrokers.Place brokers(Path folder) throws IOException {
    return isApart
        ? new ClusterBrokers.Remote(folder, volumes.clusters)
        : new ClusterBrokers.Local(folder, volumes.clusters);
  }

  /** One run of the clusters. Of one thread. */
  private final class Round implements AutoCloseable {
    private final Course course;
    private final Path folder;
    private final ClusterBrokers.Place brokers;
    private final List<ClusterLoad> loads = new ArrayList<>();
    private long answered;
    private long done;

    Round(Course course, Path folder, ClusterBrokers.Place brokers) {
      this.course = course;
      this.folder = folder;
      this.brokers = brokers;
    }

    void run() throws Exception {
      course.fact("volumes", volumes);
      for (int i = 0; i < volumes.clusters; i++) {
        brokers.start(i);
      }
      for (int i = 0; i < volumes.clusters; i++) {
        loads.add(load(i));
      }
      await("all to be connected", () -> loads.stream().allMatch(ClusterLoad::isReady));
      loads.forEach(load -> load.ask(true));
      pass(volumes.time(1.0 / 3));
      measure();
      int left = course.random().nextInt(volumes.clusters);
      leaveAndJoin(left);
      loads.forEach(load -> load.ask(false));
      await("an answer", () -> loads.stream().allMatch(load -> load.waiting() == 0));
      account();
    }

    private ClusterLoad load(int place) {
      Cluster home = new Cluster(ClusterBrokers.name(place), folder);
      return new ClusterLoad(home, place, volumes, course.random().split());
    }

    private void measure() throws Exception {
      tally();
      Usage brokersBefore = brokers.usage();
      Usage othersBefore = Usage.now();
      long start = System.nanoTime();
      pass(volumes.time(1));
      double seconds = (System.nanoTime() - start) / 1e9;
      Usage brokersAfter = brokers.usage();
      Usage othersAfter = Usage.now();
      ClusterTally seen = tally();
      course.fact("offered", String.format("%,.0f requests a second", seen.offeredPerSecond()));
      course.fact("answered", String.format("%,.0f a second", seen.answeredPerSecond()));
      course.fact("answered after it was due", seen.sinceDue());
      course.fact("answered after it was sent", seen.sinceSent());
      course.fact("answered from abroad", seen.shareAbroad());
      if (isApart) {
        course.fact("the brokers", brokersAfter);
        cpu("the brokers' processor", brokersBefore, brokersAfter, seconds, seen.answered());
        course.fact("clients and workers", othersAfter);
      }
      cpu(
          isApart ? "clients' and workers' processor" : "processor",
          othersBefore,
          othersAfter,
          seconds,
          seen.answered());
    }

    private void cpu(String what, Usage before, Usage after, double seconds, long requests) {
      long nanos = after.cpuNanos() - before.cpuNanos();
      course.fact(
          what,
          String.format(
              "%.2f cores, %.1f us a request",
              nanos / 1e9 / seconds, nanos / 1e3 / Math.max(1, requests)));
    }

    private void leaveAndJoin(int left) throws Exception {
      brokers.end(left);
      ClusterLoad.Account ended = loads.get(left).end();
      add(ended, loads.get(left));
      course.fact(ClusterBrokers.name(left) + " left with", ended.waiting() + " requests");
      pass(volumes.time(1.0 / 6));
      brokers.start(left);
      ClusterLoad joined = load(left);
      loads.set(left, joined);
      await("a cluster to be back", joined::isReady);
      joined.ask(true);
      pass(volumes.time(1.0 / 6));
      await("an answer in every cluster", () -> loads.stream().allMatch(ClusterLoad::hasAnswers));
      ClusterTally seen = tally();
      course.fact("meanwhile answered", String.format("%,.0f a second", seen.answeredPerSecond()));
      course.fact("meanwhile answered after it was due", seen.sinceDue());
      course.fact("meanwhile answered from abroad", seen.shareAbroad());
    }

    private ClusterTally tally() throws InterruptedException {
      ClusterTally all = new ClusterTally();
      for (ClusterLoad load : loads) {
        all.add(load.take());
      }
      return all;
    }

    private void add(ClusterLoad.Account account, ClusterLoad load) {
      answered += account.answered();
      done += account.done();
      long more = account.received() - account.answered(); // what came as it ended, if it had to
      require(
          more >= 0 && more <= account.waiting(),
          account.received() + " replies came for " + account.answered() + " requests");
      long wrong = load.homeFirst().found();
      course.count("looks whether a worker had been idle", load.homeFirst().looks());
      require(wrong == 0, wrong + " workers were idle at home while a task went abroad");
    }

    private void account() throws Exception {
      for (ClusterLoad load : loads) {
        add(load.end(), load);
      }
      brokers.usage(); // or it says what failed
      course.count("requests answered", answered);
      course.count("tasks done for nobody, or twice", done - answered);
      require(answered > 0, "nothing was answered");
      require(done >= answered, "more answers than tasks done");
    }

    private void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new AssertionError(otherwise);
      }
    }

    /** Lets time go by; throws what fails meanwhile. */
    private void pass(Duration time) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < time.toNanos()) {
        rest(Math.min(50_000_000, time.toNanos() - (System.nanoTime() - start)));
      }
    }

    private void await(String what, BooleanSupplier condition) {
      long start = System.nanoTime();
      int before = 0;
      while (!condition.getAsBoolean()) {
        int waiting = loads.stream().mapToInt(ClusterLoad::waiting).sum();
        if (waiting != before) {
          before = waiting;
          start = System.nanoTime();
        }
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new LateException("waited in vain for " + what + ": " + waiting + " clients wait");
        }
        rest(5_000_000);
      }
    }

    private void rest(long nanos) {
      LockSupport.parkNanos(nanos);
      loads.forEach(ClusterLoad::check);
    }

    @Override
    public void close() {
      loads.forEach(ClusterLoad::close);
    }
  }
}
