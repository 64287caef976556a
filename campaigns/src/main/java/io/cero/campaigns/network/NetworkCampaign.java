package io.cero.campaigns.network;

import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.LateException;
import io.cero.campaigns.frame.MissingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Faults of a real network between two processes on hosts of the campaign's own: packets dropped
 * both ways and one way, lost, delayed and reordered; a slow link; an address that changes; a name
 * server that answers late or wrongly; an IPv6 address that nobody answers at.
 *
 * <p>A round is one scenario with random parameters; the scenarios take turns.
 */
public final class NetworkCampaign implements Campaign {
  private static final int PORT = 5555;
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration LATE = Duration.ofSeconds(60);
  private static final int MOST_PARTS = 50;
  private static final int SLOW_COUNT = 200;
  private static final int SLOW_SIZE = 2_000;

  /** What can go wrong. */
  enum Scenario {
    BLACK_HOLE,
    DEAD_IPV6_ADDRESS,
    HALF_OPEN_LINK,
    ONE_WAY_HOLE,
    LOSS,
    REORDERING,
    SLOW_LINK,
    ADDRESS_CHANGE,
    WRONG_ANSWER,
    LATE_ANSWER
  }

  /** What a round works with. */
  private record Round(Course course, SplittableRandom random, Network network) {
    int between(int least, int most) {
      return random.nextInt(least, most + 1);
    }

    StationProcess near() throws IOException {
      return new StationProcess("near", Network.on(network.near));
    }

    StationProcess far() throws IOException {
      return new StationProcess("far", Network.on(network.far));
    }

    /** Fails if something took longer than it may; in the suite a slow machine is no failure. */
    void within(String what, long nanos, long mostMillis) {
      course.most(what, nanos / 1_000_000);
      if (course.isStrict() && nanos > mostMillis * 1_000_000) {
        throw new LateException(
            what + ": " + nanos / 1_000_000 + ", at most " + mostMillis + " are allowed");
      }
    }
  }

  @Override
  public String name() {
    return "network";
  }

  @Override
  public String summary() {
    return "holes, loss, delay, slow links, moved addresses, wrong names between network namespaces";
  }

  @Override
  public long usualRounds() {
    return 5L * Scenario.values().length;
  }

  @Override
  public void run(Course course) throws Exception {
    Network.missing()
        .ifPresent(
            what -> {
              throw new MissingException(what);
            });
    while (course.next()) {
      run(course, Scenario.values()[(int) (course.round() % Scenario.values().length)]);
    }
  }

  /** Runs one scenario on a network of its own. */
  static void run(Course course, Scenario scenario) throws Exception {
    try (Network network = new Network()) {
      Round round = new Round(course, course.random(), network);
      try {
        play(scenario, round);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(scenario + ": " + e.getMessage(), e);
      }
      course.count(scenario.toString().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    }
  }

  private static void play(Scenario scenario, Round round) throws Exception {
    switch (scenario) {
      case BLACK_HOLE -> blackHole(round);
      case DEAD_IPV6_ADDRESS -> deadIpv6Address(round);
      case HALF_OPEN_LINK -> halfOpenLink(round);
      case ONE_WAY_HOLE -> oneWayHole(round);
      case LOSS -> loss(round);
      case REORDERING -> reordering(round);
      case SLOW_LINK -> slowLink(round);
      case ADDRESS_CHANGE -> addressChange(round);
      case WRONG_ANSWER -> wrongAnswer(round);
      case LATE_ANSWER -> lateAnswer(round);
    }
  }

  /** A heartbeat of random times, and the words that set it. */
  private record Heart(int interval, int timeout) {
    static Heart of(Round round) {
      return new Heart(round.between(100, 400), round.between(300, 1_500));
    }

    String words() {
      return " heartbeat=" + interval + "/" + timeout + " connect=1000";
    }

    /** Noticed in time: within the timeout and a second. */
    void noticed(Round round, String what, long nanos) {
      String beyond = "ms beyond the timeout until noticed: " + what;
      round.within(beyond, Math.max(0, nanos - timeout * 1_000_000L), 1_000);
    }
  }

  private static void requireDropped(Round round, String host) throws IOException {
    if (round.network.dropped(host) == 0) {
      throw new AssertionError("there was no hole: no packet was dropped");
    }
  }

  private static void publish(StationProcess far) {
    far.ask("pub pub tcp://*:" + PORT, "bound pub");
  }

  /** Dropped both ways while a receiver blocks: noticed, and subscribed again afterwards. */
  private static void blackHole(Round round) throws IOException {
    Heart heart = Heart.of(round);
    try (StationProcess far = round.far();
        StationProcess near = round.near()) {
      publish(far);
      near.say("sub sub tcp://" + Network.FAR + ":" + PORT + heart.words());
      near.await("first sub", SOON);
      round.network.blackHole();
      long hole = System.nanoTime();
      long noticed = near.await("event sub Disconnected HEARTBEAT_TIMEOUT", SOON).nanos() - hole;
      heart.noticed(round, "a hole", noticed);
      requireDropped(round, round.network.near);
      round.network.heal();
      long healed = System.nanoTime();
      long back = near.await("first sub", LATE).nanos() - healed;
      round.within("ms until received again after a hole", back, 5_000);
    }
  }

  /** The peer's process ends while nothing crosses: neither FIN nor RST ever arrives. */
  private static void halfOpenLink(Round round) throws IOException {
    Heart heart = Heart.of(round);
    try (StationProcess near = round.near()) {
      try (StationProcess far = round.far()) {
        publish(far);
        near.say("sub sub tcp://" + Network.FAR + ":" + PORT + heart.words());
        near.await("first sub", SOON);
        round.network.blackHole();
        far.kill();
      }
      long hole = System.nanoTime();
      long noticed = near.await("event sub Disconnected HEARTBEAT_TIMEOUT", SOON).nanos() - hole;
      heart.noticed(round, "a half-open link", noticed);
      try (StationProcess far = round.far()) {
        publish(far);
        round.network.heal();
        long healed = System.nanoTime();
        long back = near.await("first sub", LATE).nanos() - healed;
        round.within("ms until received from the next process", back, 5_000);
      }
    }
  }

  /** Only what one side sends is dropped: the side that hears nothing notices. */
  private static void oneWayHole(Round round) throws IOException {
    Heart heart = Heart.of(round);
    try (StationProcess far = round.far();
        StationProcess near = round.near()) {
      far.ask("pull pull tcp://*:" + PORT + heart.words(), "bound pull");
      near.say("push push tcp://" + Network.FAR + ":" + PORT + " connect=1000");
      near.say("send push 10 10");
      far.await("got pull 10", SOON);
      round.network.drop(round.network.far, "iifname direct meta l4proto tcp");
      long hole = System.nanoTime();
      long noticed = far.await("event pull Disconnected HEARTBEAT_TIMEOUT", SOON).nanos() - hole;
      heart.noticed(round, "a one-way hole", noticed);
      requireDropped(round, round.network.far);
      round.network.heal();
      near.await("event push Disconnected", LATE);
      near.await("event push HandshakeSucceeded", LATE);
    }
  }

  /** Whether what is wrong with a network has befallen anything yet. */
  @FunctionalInterface
  private interface Felt {
    boolean isFelt() throws IOException;
  }

  /** Sends until that was felt, and everything has to arrive, once and in order. */
  private static void stream(
      Round round, String address, int count, int size, Duration most, Felt felt)
      throws IOException {
    String heartbeat = " heartbeat=500/10000";
    try (StationProcess far = round.far();
        StationProcess near = round.near()) {
      far.ask("pull pull tcp://*:" + PORT + heartbeat, "bound pull");
      near.say("push push tcp://" + address + ":" + PORT + heartbeat);
      near.await("event push HandshakeSucceeded", LATE);
      int sent = 0;
      do {
        near.say("send push " + count + " " + size);
        sent += count;
        far.await("got pull " + sent, most); // a number out of turn fails the station
      } while (!felt.isFelt() && sent < MOST_PARTS * count);
      if (!felt.isFelt()) {
        throw new AssertionError("nothing was wrong with the network");
      }
      for (String line : near.passOver()) {
        if (line.startsWith("event push Disconnected")) {
          throw new AssertionError("the connection was given up: " + line);
        }
      }
      round.course.count("messages that arrived once and in order", sent);
    }
  }

  private static void loss(Round round) throws IOException {
    int percent = round.between(1, 15);
    Network network = round.network;
    network.lose(network.near, percent);
    network.lose(network.far, percent);
    int size = round.between(10, 200);
    Felt lost = () -> network.dropped(network.near) + network.dropped(network.far) > 0;
    stream(round, Network.FAR, 2_000, size, Duration.ofMinutes(2), lost);
    round.course.count("packets lost", network.dropped(network.near));
    round.course.count("packets lost", network.dropped(network.far));
  }

  private static void reordering(Round round) throws IOException {
    int least = round.between(0, 20);
    Network network = round.network;
    network.delay(least, least + round.between(5, 60));
    int size = round.between(10, 200);
    Felt overtaken = () -> network.overtaken() > 0;
    stream(round, Network.FAR_THROUGH_RELAY, 2_000, size, Duration.ofMinutes(2), overtaken);
    round.course.count("packets overtaken", network.overtaken());
  }

  private static void slowLink(Round round) throws IOException {
    int kilobits = round.between(500, 4_000);
    round.network.rate(round.network.near, kilobits);
    long begun = System.nanoTime();
    stream(round, Network.FAR, SLOW_COUNT, SLOW_SIZE, Duration.ofMinutes(2), () -> true);
    long millis = (System.nanoTime() - begun) / 1_000_000;
    if (millis < SLOW_COUNT * SLOW_SIZE * 8L / kilobits / 2) { // in half of the time
      throw new AssertionError("the link was not slow: " + millis + " ms at " + kilobits);
    }
  }

  private static StationProcess withNames(Round round) throws IOException {
    StationProcess near = round.near();
    near.say("names 53");
    return near;
  }

  private static void name(StationProcess near, String name, int delay, String... addresses) {
    near.ask("name " + name + " " + delay + " " + String.join(" ", addresses), "named " + name);
  }

  private static long asked(StationProcess near, String name) {
    return Long.parseLong(near.ask("asked " + name, "asked").substring("asked ".length()));
  }

  /** An IPv6 address that is not there, then one whose packets vanish, beside an IPv4 one. */
  private static void deadIpv6Address(Round round) throws IOException {
    try (StationProcess far = round.far();
        StationProcess near = withNames(round)) {
      publish(far);
      round.network.drop(round.network.far, "ip6 daddr " + Network.FAR_IPV6);
      name(near, "nobody.test", 0, "fd00:77::dead", Network.FAR);
      name(near, "vanishing.test", 0, Network.FAR_IPV6, Network.FAR);
      for (String host : new String[] {"nobody.test", "vanishing.test"}) {
        long begun = System.nanoTime();
        near.say("sub " + host + " tcp://" + host + ":" + PORT + " ipv6");
        List<StationProcess.Said> said =
            near.awaitAll(SOON, "event " + host + " HandshakeSucceeded", "first " + host);
        long nanos = said.get(0).nanos() - begun;
        round.within("ms to connect beside a dead IPv6 address", nanos, 1_000);
      }
      requireDropped(round, round.network.far);
    }
  }

  /** The far host gets another address, and its name says so. */
  private static void addressChange(Round round) throws IOException {
    Heart heart = Heart.of(round);
    try (StationProcess far = round.far();
        StationProcess near = withNames(round)) {
      publish(far);
      name(near, "moving.test", 0, Network.FAR);
      near.say("sub sub tcp://moving.test:" + PORT + heart.words());
      near.await("first sub", SOON);
      final long before = asked(near, "moving.test");
      String next = "10.77.0." + round.between(3, 250);
      round.network.move(Network.FAR, next);
      long moved = System.nanoTime();
      name(near, "moving.test", 0, next);
      long noticed = near.await("event sub Disconnected", SOON).nanos() - moved;
      heart.noticed(round, "a moved address", noticed);
      near.awaitAll(LATE, "event sub HandshakeSucceeded tcp://" + next, "first sub");
      if (asked(near, "moving.test") <= before) {
        throw new AssertionError("the name was not asked for again");
      }
    }
  }

  /** The first answer is wrong: an address where nobody listens, or nobody is, or no such name. */
  private static void wrongAnswer(Round round) throws IOException {
    try (StationProcess far = round.far();
        StationProcess near = withNames(round)) {
      publish(far);
      int how = round.between(0, 2);
      if (how < 2) {
        name(near, "wrong.test", 0, how == 0 ? Network.NEAR : "10.77.0.99");
      }
      near.say("sub sub tcp://wrong.test:" + PORT + " connect=500");
      near.await("event sub ConnectRetried", SOON);
      near.await("event sub ConnectRetried", SOON);
      name(near, "wrong.test", 0, Network.FAR);
      long right = System.nanoTime();
      long nanos = near.await("first sub", SOON).nanos() - right;
      round.within("ms until received after the right answer", nanos, 3_000);
    }
  }

  /** Answers that take seconds keep nobody else waiting: no look-up is done on an I/O thread. */
  private static void lateAnswer(Round round) throws IOException {
    int delay = round.between(1_000, 3_000);
    try (StationProcess far = round.far();
        StationProcess near = withNames(round)) {
      publish(far);
      near.ask("pulse", "pulsing");
      name(near, "late.test", delay, Network.FAR);
      near.ask("gap", "gap");
      long begun = System.nanoTime();
      near.say("sub sub tcp://late.test:" + PORT);
      near.await("first sub", SOON);
      long nanos = System.nanoTime() - begun;
      if (nanos < delay * 1_000_000L) {
        throw new AssertionError("the answer was not late");
      }
      long gap = Long.parseLong(near.ask("gap", "gap").substring("gap ".length()));
      round.within("ms that others stood still for a late answer", gap * 1_000_000, delay / 2);
    }
  }
}
