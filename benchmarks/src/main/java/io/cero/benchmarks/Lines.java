package io.cero.benchmarks;

import static io.cero.benchmarks.Contender.CERO;
import static io.cero.benchmarks.Contender.JEROMQ;
import static io.cero.benchmarks.Contender.LIBZMQ;
import static io.cero.benchmarks.Contender.PLAIN;
import static io.cero.benchmarks.Contender.RAW;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All lines of the table. */
final class Lines {
  private static final String TCP = "tcp://127.0.0.1:*";
  private static final int ONE_KB = 1 << 10;
  private static final int ONE_MB = 1 << 20;

  private static final String MESSAGES = "messages/s";

  private final List<Line> lines = new ArrayList<>();

  private Lines() {
    throughput();
    latency();
    paced();
    inproc();
    loop();
    queue();
    fanOut();
    watched();
    shared();
    overflow();
    memory();
    start();
  }

  /** Returns all lines in the order of the table. */
  static List<Line> all() {
    return List.copyOf(new Lines().lines);
  }

  // ------------------------------------------------------------------ PUSH to PULL

  private static final String THROUGHPUT = "Throughput, PUSH to PULL";

  private void throughput() {
    small("tcp", "1B", 1, 4_000_000, 5, 8);
    small("tcp", "10B", 10, 4_000_000, 5, 8);
    small("tcp", "100B", 100, 2_500_000, 4, 6);
    small("tcp", "1KB", ONE_KB, 800_000, 2.5, 3.5);
    small("tcp", "10KB", 10 * ONE_KB, 120_000, 1.8, 2.4);
    large("100KB", 100 * ONE_KB, 20_000);
    large("1MB", ONE_MB, 2_500);
    small("ipc", "1B", 1, 4_000_000, 3, 3);
    small("ipc", "10B", 10, 4_000_000, 3, 3);
    small("ipc", "100B", 100, 2_500_000, 3, 3);
    small("ipc", "1KB", ONE_KB, 800_000, 3, 3);
  }

  private static Scene pushToPull(String receiver, String endpoint, int size, int full) {
    return Scene.of(
        (contender, scale) -> {
          int count = scale.count(full);
          int rounds = scale.shortRounds(contender);
          return List.of(
              Role.of("pull", contender, receiver, endpoint, size, count, rounds).ready(1),
              Role.of("push", contender, "push", "@1", size, count, rounds).held());
        });
  }

  private void small(String transport, String name, int size, int count, double bound, double aim) {
    lines.add(
        new Line(
            transport + "-" + name,
            THROUGHPUT,
            transport + ", " + spaced(name),
            List.of(CERO, LIBZMQ, JEROMQ),
            pushToPull("pull", transport.equals("ipc") ? "@ipc" : TCP, size, count),
            List.of(new Metric("pull.rate", MESSAGES)),
            List.of(
                Reach.atLeast("pull.rate", LIBZMQ, bound, aim),
                Reach.atLeast("pull.rate", JEROMQ, 2.5, 2.5))));
  }

  private void large(String name, int size, int count) {
    lines.add(
        new Line(
            "tcp-" + name,
            THROUGHPUT,
            "tcp, " + spaced(name) + ", into a direct buffer",
            List.of(CERO, LIBZMQ, JEROMQ, RAW),
            pushToPull("pull", TCP, size, count),
            List.of(new Metric("pull.rate", MESSAGES)),
            List.of(
                Reach.atLeast("pull.rate", RAW, 0.8, 0.8),
                Reach.atLeast("pull.rate", JEROMQ, 1.5, 1.5))));
    lines.add(
        new Line(
            "tcp-" + name + "-message",
            THROUGHPUT,
            "tcp, " + spaced(name) + ", as a Message each",
            List.of(CERO),
            pushToPull("pull-messages", TCP, size, count),
            List.of(new Metric("pull.rate", MESSAGES)),
            List.of()));
  }

  private static String spaced(String name) {
    return name.replaceFirst("(?<=[0-9])(?=[A-Z])", " ");
  }

  // ------------------------------------------------------------------ REQ and REP

  private static final String LATENCY = "Latency, REQ and REP, 10 bytes";
  private static final String SPINNING = "-spinning";
  private static final String CPU = "µs of CPU per round trip, ";
  private static final String SWITCHES = "context switches per round trip, ";
  private static final List<Metric> TWO_CORES =
      List.of(
          new Metric("ping.p50", "µs, p50"),
          new Metric("ping.p999", "µs, p99.9"),
          new Metric("ping.cpu", CPU + "ping"),
          new Metric("echo.cpu", CPU + "echo"),
          new Metric("ping.switches", SWITCHES + "ping"),
          new Metric("echo.switches", SWITCHES + "echo"));

  /** A ping-pong makes few calls a second: what it needs is compiled late. */
  private static final int MORE_ROUNDS = 3;

  /** The two sides, each on its core; what is added to the programs' names says how they wait. */
  private static Scene pingPong(int full, String waiting, int echoCore, int pingCore) {
    return Scene.of(
        (contender, scale) -> {
          int count = scale.count(full);
          int rounds = scale.rounds(contender) + MORE_ROUNDS;
          return List.of(
              onCore(echoCore, Role.of("echo", contender, "echo" + waiting, TCP, 10, count, rounds))
                  .ready(1),
              onCore(
                  pingCore, Role.of("ping", contender, "ping" + waiting, "@1", 10, count, rounds)));
        });
  }

  /** A JVM that finds one core only never spins, so it is told of the other one. */
  private static Role onCore(int core, Role role) {
    Role placed = role.after("taskset", "-c", String.valueOf(core));
    boolean spins = role.words().get(0).endsWith(SPINNING);
    return spins ? placed.jvm("-XX:ActiveProcessorCount=2") : placed;
  }

  private void latency() {
    lines.add(
        new Line(
            "latency-one-core",
            LATENCY,
            "tcp, both processes on one core, one way",
            List.of(CERO, LIBZMQ, JEROMQ, RAW),
            pingPong(20_000, "", 1, 1),
            List.of(
                new Metric("ping.mean", "µs, mean"),
                new Metric("ping.p50", "µs, p50"),
                new Metric("ping.p999", "µs, p99.9"),
                new Metric("ping.switches", SWITCHES + "ping"),
                new Metric("echo.switches", SWITCHES + "echo")),
            List.of(
                Reach.atMost("ping.mean", RAW, 1.5, 1.25),
                Reach.more("ping.switches", RAW, 1),
                Reach.more("echo.switches", RAW, 1))));
    lines.add(
        new Line(
            "latency-two-cores",
            LATENCY,
            "tcp, two cores, one way",
            List.of(CERO, LIBZMQ, JEROMQ, RAW),
            pingPong(15_000, "", 0, 1),
            TWO_CORES,
            List.of(
                Reach.atMost("ping.p50", LIBZMQ, 1, 1),
                Reach.atMost("ping.p999", LIBZMQ, 1, 1),
                Reach.more("ping.switches", RAW, 1),
                Reach.more("echo.switches", RAW, 1))));
    lines.add(
        new Line(
            "latency-two-cores-spinning",
            LATENCY,
            "tcp, two cores, both spinning on their channel (busyPoll), one way",
            List.of(CERO),
            pingPong(15_000, SPINNING, 0, 1),
            TWO_CORES,
            List.of()));
    lines.add(
        new Line(
            "system-calls",
            LATENCY,
            "system calls per round trip, both processes on one core",
            List.of(CERO, LIBZMQ, JEROMQ, RAW),
            new SystemCalls(),
            List.of(new Metric("ping.calls", "ping"), new Metric("echo.calls", "echo")),
            List.of(Reach.more("ping.calls", RAW, 2.5), Reach.more("echo.calls", RAW, 2.5))));
  }

  // ------------------------------------------------------------------ so many a second

  /** How many a second warm up: with pauses, for what happens in them is to be warm as well. */
  private static final int WARMING_RATE = 6_000;

  private static final int WARMING = 40_000;

  /** The fewer a second, the longer a run lasts, so that one in a thousand can be told. */
  private void paced() {
    paced(5_000, 20_000);
    paced(1_000, 5_000);
    paced(200, 2_000);
  }

  private void paced(int rate, int full) {
    lines.add(
        new Line(
            "latency-paced-" + rate,
            LATENCY,
            String.format(Locale.ROOT, "tcp, two cores, %,d a second, one way", rate),
            List.of(CERO, LIBZMQ, JEROMQ),
            Scene.of(
                (contender, scale) -> {
                  int warming = scale.count(WARMING);
                  int count = scale.count(full);
                  int echoed = warming + count / 10 + count;
                  Role echo = Role.of("echo", contender, "echo", TCP, 10, echoed, 1).ready(1);
                  Role ping =
                      Role.of(
                          "ping",
                          contender,
                          "ping-paced",
                          "@1",
                          10,
                          warming,
                          WARMING_RATE,
                          count,
                          rate);
                  return List.of(onCore(0, echo), onCore(1, ping));
                }),
            List.of(
                new Metric("ping.p50", "µs, p50"),
                new Metric("ping.p99", "µs, p99"),
                new Metric("ping.p999", "µs, p99.9"),
                new Metric("ping.cpu", CPU + "ping, its sleeping until the next included"),
                new Metric("echo.cpu", CPU + "echo")),
            List.of(Reach.atMost("ping.p999", LIBZMQ, 1, 1))));
  }

  // ------------------------------------------------------------------ inproc

  private static final String INPROC = "inproc, 10 bytes";

  private void inproc() {
    lines.add(
        new Line(
            "inproc-throughput",
            INPROC,
            "PUSH to PULL",
            List.of(CERO, LIBZMQ, JEROMQ),
            Scene.of(
                (contender, scale) ->
                    List.of(
                        Role.of(
                            "pull",
                            contender,
                            "inproc-throughput",
                            10,
                            scale.count(6_000_000),
                            scale.shortRounds(contender)))),
            List.of(new Metric("pull.rate", MESSAGES)),
            List.of(
                Reach.atLeast("pull.rate", LIBZMQ, 8, 8),
                Reach.atLeast("pull.rate", JEROMQ, 2.5, 2.5))));
    inprocLatency("", "REQ and REP, one way", List.of());
    inprocLatency(
        SPINNING,
        "REQ and REP, spinning on two cores (busyPoll; the others wait as ever), one way",
        List.of(Reach.atMost("ping.mean", LIBZMQ, 0.2, 0.2)));
  }

  private void inprocLatency(String waiting, String title, List<Reach> reaches) {
    lines.add(
        new Line(
            "inproc-latency" + waiting,
            INPROC,
            title,
            List.of(CERO, LIBZMQ, JEROMQ),
            Scene.of(
                (contender, scale) ->
                    List.of(
                        Role.of(
                            "ping",
                            contender,
                            "inproc-latency" + (contender.programs() == CERO ? waiting : ""),
                            10,
                            scale.count(30_000),
                            scale.rounds(contender)))),
            List.of(
                new Metric("ping.mean", "µs, mean"),
                new Metric("ping.p50", "µs, p50"),
                new Metric("ping.p999", "µs, p99.9"),
                new Metric("ping.cpu", "µs of CPU per round trip")),
            reaches));
  }

  // ------------------------------------------------------------------ the event loop

  private void loop() {
    lines.add(
        new Line(
            "loop",
            "The event loop: a pair plays with itself over inproc, 10 bytes; libzmq with CZMQ's zloop",
            "a message, received and sent in a turn",
            List.of(CERO, LIBZMQ),
            Scene.of(
                (contender, scale) ->
                    List.of(
                        Role.of(
                            "loop",
                            contender,
                            "loop",
                            10,
                            scale.count(1_000_000),
                            scale.rounds(contender)))),
            List.of(
                new Metric("loop.turn", "ns"),
                new Metric("loop.poll", "ns by a Poller"),
                new Metric("loop.overhead", "times the same by a Poller"),
                new Metric("loop.timers", "times, with 10,000 timers in place of ten"),
                new Metric("loop.alloc", "bytes allocated on the heap")),
            List.of(
                Reach.atMost("loop.turn", LIBZMQ, 1, 1),
                Reach.atMost("loop.overhead", 1.1),
                Reach.atMost("loop.timers", 1.2),
                Reach.atMost("loop.alloc", 0.01))));
  }

  // ------------------------------------------------------------------ the queue device

  private void queue() {
    queue("10B", 10);
    queue("100B", 100);
  }

  private void queue(String name, int size) {
    lines.add(
        new Line(
            "queue-" + name,
            "Queue device between the same end points: Cero's DEALER, 500 in flight, and REP",
            spaced(name),
            List.of(CERO, LIBZMQ, JEROMQ),
            Scene.of(
                (contender, scale) ->
                    List.of(
                        Role.of("queue", contender, "queue", TCP, TCP).ready(2).killed(),
                        Role.of("service", CERO, "queue-service", "@2").killed(),
                        Role.of(
                            "client",
                            CERO,
                            "queue-client",
                            "@1",
                            size,
                            scale.count(200_000),
                            scale.shortRounds(CERO),
                            "@pid:queue"))),
            List.of(
                new Metric("client.cpu", "µs of the device's CPU per message"),
                new Metric("client.rate", "messages/s through the device")),
            List.of(Reach.atMost("client.cpu", LIBZMQ, 0.4, 0.4))));
  }

  // ------------------------------------------------------------------ a publisher

  private void fanOut() {
    for (int prefixes : new int[] {1, 10_000}) {
      for (int subscribers : new int[] {1, 10, 100}) {
        fanOut(subscribers, prefixes);
      }
    }
  }

  private void fanOut(int subscribers, int prefixes) {
    int count = subscribers == 1 ? 2_500_000 : 3_000_000 / subscribers;
    lines.add(
        new Line(
            "publish-" + subscribers + (prefixes == 1 ? "" : "-" + prefixes),
            "A publisher that drops nothing, its subscribers in one other process, 10 bytes over tcp",
            subscribers
                + (subscribers == 1 ? " subscriber, " : " subscribers, ")
                + (prefixes == 1 ? "one prefix" : "10,000 prefixes each"),
            List.of(CERO, LIBZMQ, JEROMQ),
            Scene.of(
                (contender, scale) -> {
                  int sent = scale.count(count);
                  int rounds = scale.shortRounds(contender);
                  int topics = prefixes == 1 ? 1 : Math.min(prefixes, scale.count(10 * prefixes));
                  return List.of(
                      Role.of(
                              "xpub",
                              contender,
                              "publish",
                              TCP,
                              subscribers,
                              prefixes,
                              sent,
                              rounds)
                          .ready(1)
                          .held(),
                      Role.of(
                          "subs",
                          contender,
                          "subscribe",
                          "@1",
                          subscribers,
                          prefixes,
                          sent,
                          rounds));
                }),
            List.of(new Metric("subs.rate", "messages/s delivered")),
            List.of(
                Reach.atLeast("subs.rate", LIBZMQ, 3, 3),
                Reach.atLeast("subs.rate", JEROMQ, 2.5, 2.5))));
  }

  // ------------------------------------------------------------------ what features cost

  private static final String COSTS =
      "What features cost, PUSH to PULL; plain Cero is without them";

  /** Rounds long enough for statistics to be taken in each, and many, for little is looked for. */
  private void watched() {
    lines.add(
        new Line(
            "statistics",
            COSTS,
            "statistics of both ends taken ten times a second, tcp, 10 B",
            List.of(CERO),
            Scene.of(
                (contender, scale) -> {
                  int count = scale.count(6_000_000);
                  int rounds = scale.rounds() * 12;
                  return List.of(
                      Role.of("pull", contender, "pull-watched", TCP, 10, count, rounds).ready(1),
                      Role.of("push", contender, "push-watched", "@1", 10, count, rounds).held());
                }),
            List.of(
                new Metric("pull.watched", MESSAGES),
                new Metric("pull.unwatched", "messages/s without, in rounds between"),
                new Metric("pull.cost", "% that they cost")),
            List.of(Reach.atMost("pull.cost", 1))));
  }

  private void shared() {
    shared(4, "four threads");
    shared(2, "two threads");
    shared(1, "one thread");
  }

  /** Beside one thread with a socket of its own. */
  private void shared(int threads, String title) {
    lines.add(
        new Line(
            "sharing-" + threads,
            COSTS,
            "a shared PUSH that " + title + (threads == 1 ? " uses" : " use") + ", tcp, 10 B",
            List.of(CERO, PLAIN),
            Scene.of(
                (contender, scale) -> {
                  boolean contended = contender != PLAIN && threads > 1;
                  int count = scale.count(contended ? 1_000_000 : 4_000_000);
                  int rounds = scale.shortRounds(contender);
                  Role push =
                      contender == PLAIN
                          ? Role.of("push", contender, "push", "@1", 10, count, rounds)
                          : Role.of(
                              "push", contender, "push-shared", "@1", 10, count, rounds, threads);
                  return List.of(
                      Role.of("pull", contender, "pull", TCP, 10, count, rounds).ready(1),
                      push.held());
                }),
            List.of(new Metric("pull.rate", MESSAGES)),
            List.of()));
  }

  /** A mark's worth of messages is in memory either way. */
  private static final int ABOVE_THE_MARK = 3_000;

  private void overflow() {
    lines.add(
        new Line(
            "overflow",
            COSTS,
            "a queue that overflows to disk, ipc, 1 KB",
            List.of(CERO, PLAIN),
            Scene.of(
                (contender, scale) -> {
                  int count = Math.max(ABOVE_THE_MARK, scale.count(100_000));
                  int rounds = scale.shortRounds(contender);
                  return List.of(
                      contender == PLAIN
                          ? Role.of(
                              "queue", contender, "overflow-memory", "@ipc", ONE_KB, count, rounds)
                          : Role.of(
                              "queue",
                              contender,
                              "overflow",
                              "@ipc",
                              ONE_KB,
                              count,
                              rounds,
                              "@disk"));
                }),
            List.of(
                new Metric("queue.in", "messages/s into it, nobody there"),
                new Metric("queue.in-bytes", "MB/s into it"),
                new Metric("queue.out", "messages/s out of it, to a peer that came"),
                new Metric("queue.out-bytes", "MB/s out of it")),
            List.of()));
  }

  // ------------------------------------------------------------------ memory

  private static final String MEMORY = "Memory and idling";

  private void memory() {
    lines.add(
        new Line(
            "allocation",
            MEMORY,
            "allocated on the heap per message of 10 bytes over tcp, received into a buffer",
            List.of(CERO, JEROMQ),
            pushToPull("pull", TCP, 10, 4_000_000),
            List.of(
                new Metric("push.alloc", "bytes, sending"),
                new Metric("pull.alloc", "bytes, receiving")),
            List.of(Reach.atMost("push.alloc", 0.01), Reach.atMost("pull.alloc", 0.01))));
    lines.add(
        new Line(
            "allocation-message",
            MEMORY,
            "allocated on the heap per Message of 10 bytes received over tcp",
            List.of(CERO),
            pushToPull("pull-messages", TCP, 10, 4_000_000),
            List.of(new Metric("pull.alloc", "bytes"), new Metric("pull.rate", MESSAGES)),
            List.of()));
    lines.add(
        new Line(
            "idle-connections",
            MEMORY,
            "an idle tcp connection on the bound side, between 1,000 and 10,000",
            List.of(CERO, LIBZMQ),
            idle(10),
            List.of(
                new Metric(
                    "pull.memory", "bytes (heap after collection, and all besides the heap)"),
                new Metric("pull.rss", "bytes, resident")),
            List.of(Reach.atMost("pull.memory", 8 << 10))));
    lines.add(
        new Line(
            "idle-cpu",
            MEMORY,
            "CPU of an idle process with 1,000 tcp connections",
            List.of(CERO, LIBZMQ),
            idle(0),
            List.of(new Metric("pull.idle-cpu", "% of a core")),
            List.of(Reach.atMost("pull.idle-cpu", 0.5))));
    lines.add(
        new Line(
            "large-message",
            MEMORY,
            "1 GiB over tcp, from a direct buffer into one, peak memory over its size",
            List.of(CERO, LIBZMQ),
            large("large-receive"),
            List.of(new Metric("sender.peak", "times, sender"), RECEIVER_PEAK),
            List.of(Reach.atMost("sender.peak", 1.1), Reach.atMost("receiver.peak", 1.1))));
    lines.add(
        new Line(
            "large-message-message",
            MEMORY,
            "1 GiB over tcp, as a Message, peak memory over its size",
            List.of(CERO),
            large("large-receive-message"),
            List.of(RECEIVER_PEAK),
            List.of()));
  }

  private static final Metric RECEIVER_PEAK = new Metric("receiver.peak", "times, receiver");

  private static Scene large(String receiver) {
    return Scene.of(
        (contender, scale) ->
            List.of(
                Role.of("receiver", contender, receiver, TCP, 1 << 30).ready(1),
                Role.of("sender", contender, "large-send", "@1", 1 << 30)));
  }

  /** CPU with a thousand connections, and memory up to so many times as many. */
  private static Scene idle(int many) {
    return Scene.of(
        (contender, scale) -> {
          int few = scale.count(1_000);
          int most = few * many;
          double seconds = many == 0 ? 6 * Math.min(1, scale.factor() * 10) : 0.1;
          return List.of(
              Role.of("pull", contender, "idle-bind", few, most, seconds, "@idle-connect")
                  .jvm("-XX:NativeMemoryTracking=summary"));
        });
  }

  // ------------------------------------------------------------------ beginning

  private static final String START = "Size and start";

  private void start() {
    lines.add(
        new Line(
            "first-message",
            START,
            "from starting a JVM to its first message over tcp",
            List.of(CERO, JEROMQ),
            Scene.of((contender, scale) -> List.of(Role.of("jvm", contender, "first").ready(1))),
            List.of(new Metric("jvm.ready", "ms")),
            List.of(Reach.atMost("jvm.ready", JEROMQ, 1, 1))));
    lines.add(
        new Line(
            "library-size",
            START,
            "the library's jars",
            List.of(CERO, JEROMQ),
            new LibrarySize(),
            List.of(new Metric("jars.size", "bytes")),
            List.of(Reach.atMost("jars.size", JEROMQ, 1.5, 1.5))));
  }
}
