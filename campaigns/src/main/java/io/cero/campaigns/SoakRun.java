package io.cero.campaigns;

import io.cero.testkit.IpcDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A soak under way: the processes, the links between them, the faults, and the judge who knows
 * which loss a fault explains.
 *
 * <p>A fault begins with {@link #begin}, from when its links count as disturbed, and ends with
 * {@link #end}; then messages that are sent from there on must come, in each direction, within the
 * bound. Faults run in threads of their own; everything that is known is guarded by this.
 */
final class SoakRun implements AutoCloseable {
  /** How soon after a fault traffic must flow again. */
  static final long BOUND_MILLIS = 10_000;

  private static final long BOUND_IN_SUITE_MILLIS = 90_000;

  /** For so long after a fault a loss may still be noticed: with the next message that comes. */
  private static final long NOTICED_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Processes say something four times a second. */
  private static final long STARVED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long SILENT_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int START_SECONDS = 60;
  private static final long ANSWER_SECONDS = 60;
  private static final Set<String> SHARING = Set.of("PUSH", "DEALER", "REQ", "PAIR");

  private final Course course;
  private final SoakJournal journal;
  private final IpcDirectory directory = IpcDirectory.create();
  private final List<SoakLink> links = new ArrayList<>();
  private final Map<String, SoakLink> linkOf = new HashMap<>();
  private final Map<SoakParty, SoakProcess> processes = new EnumMap<>(SoakParty.class);
  private final Map<SoakParty, SoakMemory> memory = new EnumMap<>(SoakParty.class);
  private final Map<SoakParty, Integer> lives = new EnumMap<>(SoakParty.class);
  private final Set<SoakParty> away = EnumSet.noneOf(SoakParty.class);
  private final Map<String, CompletableFuture<Boolean>> answers = new HashMap<>();
  private final Map<SoakParty, Long> spoke = new EnumMap<>(SoakParty.class);
  private final AtomicLong incarnations = new AtomicLong();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          body -> {
            Thread thread = new Thread(body, "soak-fault");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<SoakFault, List<Long>> recoveries = new EnumMap<>(SoakFault.class);
  private volatile boolean isStopped;
  private volatile boolean isOver;

  SoakRun(Course course, SoakJournal journal) throws IOException {
    this.course = course;
    this.journal = journal;
    plan();
  }

  // ------------------------------------------------------------------ who talks to whom

  private void plan() throws IOException {
    SplittableRandom random = course.randomOf(-1);
    SoakParty[] parties = SoakParty.values();
    for (int one = 0; one < parties.length; one++) {
      for (int two = one + 1; two < parties.length; two++) {
        for (SoakPattern pattern : SoakPattern.values()) {
          link(pattern, parties[one], parties[two], random, false);
          if (parties[one].hasIpc() && parties[two].hasIpc()) {
            link(pattern, parties[one], parties[two], random, true);
          }
        }
      }
    }
    for (SoakParty party : parties) {
      memory.put(party, new SoakMemory());
    }
  }

  private void link(
      SoakPattern pattern, SoakParty one, SoakParty two, SplittableRandom random, boolean ipc)
      throws IOException {
    int number = links.size() + 1;
    long self = ProcessHandle.current().pid();
    String host = "127." + (64 + self % 128) + "." + self / 128 % 250 + "." + number;
    String bound = ipc ? directory.endpoint(Integer.toString(number)) : "tcp://" + host + ":5555";
    String connected = ipc ? bound : "tcp://" + host + ":5556";
    SoakRelay relay =
        ipc
            ? null
            : new SoakRelay(new InetSocketAddress(host, 5556), new InetSocketAddress(host, 5555));
    boolean turned = random.nextBoolean();
    boolean binds = random.nextBoolean();
    SoakParty first = turned ? two : one;
    SoakParty second = turned ? one : two;
    // Only ours and libzmq's ROUTER are known to hand a name over.
    boolean named = random.nextBoolean() && second != SoakParty.JEROMQ;
    SoakLink link =
        new SoakLink(
            number,
            pattern,
            new SoakLink.End(number + "a", pattern.first, first, binds, binds ? bound : connected),
            new SoakLink.End(
                number + "b", pattern.second, second, !binds, binds ? connected : bound),
            relay,
            random.nextBoolean(),
            named && pattern == SoakPattern.DEALER_ROUTER ? "dealer-" + number : "");
    links.add(link);
    link.ends().forEach(end -> linkOf.put(end.name, link));
  }

  private List<SoakLink> linksOf(SoakParty party) {
    return links.stream()
        .filter(link -> link.first.party == party || link.second.party == party)
        .toList();
  }

  // ------------------------------------------------------------------ the processes

  /** Starts all; returns once messages have come on every link. */
  void start() throws Exception {
    begin(SoakFault.KILL, links);
    List<CompletableFuture<Boolean>> open = new ArrayList<>();
    for (SoakParty party : SoakParty.values()) {
      launch(party);
    }
    for (SoakParty party : SoakParty.values()) {
      open.addAll(openAll(party));
    }
    for (CompletableFuture<Boolean> each : open) {
      each.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
    end(SoakFault.KILL, links);
    for (int i = 0; i < START_SECONDS * 10 && !isCalm(); i++) { // nobody is judged as yet
      TimeUnit.MILLISECONDS.sleep(100);
    }
    synchronized (this) {
      links.forEach(link -> link.mayLoseUntil = System.nanoTime() + NOTICED_NANOS);
    }
  }

  private synchronized void launch(SoakParty party) throws IOException {
    List<String> command = party.command(!course.isStrict(), directory.path());
    int life = lives.merge(party, 1, Integer::sum);
    spoke.remove(party);
    processes.put(
        party, new SoakProcess(party.toString(), command, line -> heard(party, life, line)));
  }

  private List<CompletableFuture<Boolean>> openAll(SoakParty party) throws InterruptedException {
    SoakProcess process = process(party);
    process.awaitReady();
    List<CompletableFuture<Boolean>> open = new ArrayList<>();
    synchronized (this) {
      away.remove(party);
      for (SoakLink link : linksOf(party)) {
        for (SoakLink.End end : link.ends()) {
          if (end.party == party) {
            end.isNew();
            open.add(request(end, "open", link.opening(end, incarnations.incrementAndGet())));
          }
        }
      }
    }
    return open;
  }

  private synchronized SoakProcess process(SoakParty party) {
    return processes.get(party);
  }

  /** Gives a command to an end; the answer is false if its process went meanwhile. */
  private synchronized CompletableFuture<Boolean> request(
      SoakLink.End end, String verb, String command) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    if (away.contains(end.party)) {
      answer.complete(false);
    } else {
      answers.put(end.name + " " + verb, answer);
      processes.get(end.party).say(command);
    }
    return answer;
  }

  /** Gives a command to an end and waits for its answer. */
  private void tell(SoakLink.End end, String verb, Object... arguments) throws Exception {
    StringBuilder command = new StringBuilder(verb).append(' ').append(end.name);
    for (Object argument : arguments) {
      command.append(' ').append(argument);
    }
    try {
      request(end, verb, command.toString()).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      complain(linkOf.get(end.name), end.party, "no answer to " + command);
    }
  }

  // ------------------------------------------------------------------ what they say

  private synchronized void heard(SoakParty party, int life, String line) {
    if (life != lives.get(party)) {
      return; // the last words of one that was killed
    }
    int blank = line.indexOf(' ');
    String word = blank < 0 ? line : line.substring(0, blank);
    String rest = blank < 0 ? "" : line.substring(blank + 1);
    String name = rest.indexOf(' ') < 0 ? rest : rest.substring(0, rest.indexOf(' '));
    SoakLink link = linkOf.get(name);
    switch (word) {
      case "ends" -> {
        spoke(party);
        for (String report : rest.split(" ")) {
          reported(report.split(":"));
        }
      }
      case "done" -> {
        CompletableFuture<Boolean> answer = answers.remove(rest);
        if (answer != null) {
          answer.complete(true);
        }
      }
      case "gap", "disorder" -> {
        if (link != null && isExplained(link)) {
          course.count(word.equals("gap") ? "losses after a fault" : "out of order after a fault");
          journal.write(party + " " + line + " (" + link + ")");
        } else {
          complain(link, party, line);
        }
      }
      case "bad" -> complain(link, party, line);
      case "odd" -> {
        course.count(party + " threw, and its socket was made anew");
        journal.write(party + " " + line);
      }
      case "footprint" ->
          memory
              .get(party)
              .add(Arrays.stream(rest.split(" ")).mapToLong(Long::parseLong).toArray());
      case "closed" -> closed(party, rest.split(" "));
      case "log" -> complain(null, party, "logged: " + rest);
      case "dump", "threads" -> journal.write(party + " " + line.replace('\t', '\n'));
      case "died" -> {
        if (!isOver) {
          died(party);
        }
      }
      case "gone" -> {}
      default -> journal.write(party + " said " + line);
    }
  }

  private void reported(String[] fields) {
    SoakLink link = linkOf.get(fields[0]);
    if (link == null) {
      return;
    }
    SoakLink.End end = link.first.name.equals(fields[0]) ? link.first : link.second;
    long timeouts = end.timeouts;
    end.report(fields);
    if (end.timeouts > timeouts && !isExplained(link) && !isRecent(link)) {
      complain(link, end.party, "a request without an answer, and without a fault");
    }
    if (link.isDisturbed && link.underWay == 0 && link.flows()) {
      link.isDisturbed = false;
      long millis = Math.max(0, System.currentTimeMillis() - link.calmSince);
      recoveries.computeIfAbsent(link.last, any -> new ArrayList<>()).add(millis);
    }
  }

  private static boolean isRecent(SoakLink link) {
    return link.underWay > 0
        || System.currentTimeMillis() - link.calmSince
            < TimeUnit.NANOSECONDS.toMillis(NOTICED_NANOS);
  }

  private static boolean isExplained(SoakLink link) {
    return link.lossyUnderWay > 0 || System.nanoTime() - link.mayLoseUntil < 0;
  }

  private void closed(SoakParty party, String[] words) {
    long millis = Long.parseLong(words[0]);
    course.most("ms for the context to close, " + party, millis);
    if (!words[1].equals("0")) {
      complain(null, party, words[1] + " threads of the library are left");
    }
    if (course.isStrict() && millis > 2_000) {
      complain(null, party, "the context took " + millis + " ms to close");
    }
  }

  private void died(SoakParty party) {
    if (party.isOurs()) {
      complain(null, party, "its process ended by itself");
    } else {
      course.count(party + " ended by itself");
      journal.write(party + " ended by itself");
    }
    if (away.add(party)) {
      workers.execute(() -> attempt(SoakFault.KILL, linksOf(party), () -> restart(party)));
    }
  }

  private synchronized void complain(@Nullable SoakLink link, SoakParty party, String what) {
    String where = link == null ? "" : " (" + link + ", last fault: " + lower(link.last) + ")";
    if (link == null ? party.isOurs() : link.concernsOurs()) {
      journal.violation(party + ": " + what + where);
    } else {
      course.count("between libzmq and JeroMQ alone: complaints");
      journal.write("not ours: " + party + ": " + what + where);
    }
  }

  static String lower(SoakFault fault) {
    return fault.name().toLowerCase(java.util.Locale.ROOT);
  }

  // ------------------------------------------------------------------ faults

  private synchronized void begin(SoakFault fault, List<SoakLink> disturbed) {
    for (SoakLink link : disturbed) {
      link.underWay++;
      link.lossyUnderWay += mayLose(fault, link) ? 1 : 0;
      link.isDisturbed = true;
      link.last = fault;
    }
  }

  private synchronized void end(SoakFault fault, List<SoakLink> disturbed) {
    for (SoakLink link : disturbed) {
      link.underWay--;
      link.calmSince = System.currentTimeMillis();
      if (mayLose(fault, link)) {
        link.lossyUnderWay--;
        link.mayLoseUntil = System.nanoTime() + NOTICED_NANOS;
      }
    }
  }

  /** The others' accepted connections end with the listener; ours stay. */
  private static boolean mayLose(SoakFault fault, SoakLink link) {
    return fault.mayLose || fault == SoakFault.REBIND && !link.bound().party.isOurs();
  }

  /** What a fault does. */
  private interface Deed {
    void run() throws Exception;
  }

  private void attempt(SoakFault fault, List<SoakLink> disturbed, Deed deed) {
    begin(fault, disturbed);
    try {
      deed.run();
    } catch (Exception e) {
      if (!isOver) {
        journal.violation("the campaign itself failed: " + e);
      }
    } finally {
      end(fault, disturbed);
    }
  }

  /** Begins a fault at a random place; returns at once. */
  void disturb(SoakFault fault, SplittableRandom random) {
    if (fault.isOfProcess()) {
      disturbProcess(fault, random);
    } else {
      disturbLink(fault, random);
    }
  }

  private synchronized void disturbProcess(SoakFault fault, SplittableRandom random) {
    int die = random.nextInt(100);
    SoakParty party;
    if (fault == SoakFault.STOP) {
      party = SoakParty.values()[die % SoakParty.values().length];
    } else if (course.isStrict()) {
      party = die < 42 ? SoakParty.LIBZMQ : die < 84 ? SoakParty.JEROMQ : SoakParty.OURS_2;
    } else {
      party = SoakParty.LIBZMQ; // which starts fastest
    }
    if (!away.isEmpty() || isStopped) {
      disturbLink(SoakFault.RESET, random); // one process at a time
      return;
    }
    journal.write(lower(fault) + " " + party);
    course.count("faults: " + lower(fault));
    course.count("faults: " + lower(fault) + " " + party);
    long nanos = (course.isStrict() ? 1_000 : 300) * 1_000_000L;
    if (fault == SoakFault.STOP) {
      isStopped = true;
      SoakProcess process = processes.get(party);
      workers.execute(() -> attempt(fault, linksOf(party), () -> standStill(process, nanos)));
    } else {
      away.add(party);
      workers.execute(() -> attempt(fault, linksOf(party), () -> restart(party)));
    }
  }

  private void standStill(SoakProcess process, long nanos) throws Exception {
    try {
      process.freeze();
      TimeUnit.NANOSECONDS.sleep(nanos);
      process.thaw();
    } finally {
      isStopped = false;
    }
  }

  private void restart(SoakParty party) throws Exception {
    process(party).close();
    synchronized (this) {
      for (SoakLink link : linksOf(party)) {
        for (SoakLink.End end : link.ends()) {
          if (end.party == party) {
            abandon(end);
          }
        }
      }
    }
    launch(party);
    for (CompletableFuture<Boolean> each : openAll(party)) {
      each.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void abandon(SoakLink.End end) {
    answers
        .entrySet()
        .removeIf(
            entry -> entry.getKey().startsWith(end.name + " ") && entry.getValue().complete(false));
  }

  private synchronized void disturbLink(SoakFault fault, SplittableRandom random) {
    List<SoakLink> eligible =
        links.stream()
            .filter(link -> !link.isBusy && link.ends().stream().noneMatch(this::isAway))
            .filter(link -> isPossible(fault, link))
            .toList();
    if (eligible.isEmpty()) {
      course.count("faults left out");
      return;
    }
    SoakLink link = eligible.get(random.nextInt(eligible.size()));
    long die = random.nextLong();
    link.isBusy = true;
    journal.write(lower(fault) + " " + link);
    course.count("faults: " + lower(fault));
    workers.execute(
        () -> {
          attempt(fault, List.of(link), () -> play(fault, link, new SplittableRandom(die)));
          synchronized (this) {
            link.isBusy = false;
          }
        });
  }

  private boolean isAway(SoakLink.End end) {
    return away.contains(end.party);
  }

  /** A process that says nothing is not being run: the machine has too much to do. */
  private boolean isStarved(SoakLink.End end) {
    return System.nanoTime() - spoke.getOrDefault(end.party, System.nanoTime()) > STARVED_NANOS;
  }

  /** Takes note of how long a process had not been run; its links count as just disturbed. */
  private void spoke(SoakParty party) {
    long now = System.nanoTime();
    Long before = spoke.put(party, now);
    if (before == null || now - before <= STARVED_NANOS) {
      return;
    }
    if (!isStopped) {
      course.count("a process was not run for a second");
      course.most("ms that a process was not run", (now - before) / 1_000_000);
    }
    for (SoakLink link : linksOf(party)) {
      link.calmSince = System.currentTimeMillis();
    }
  }

  private static boolean isPossible(SoakFault fault, SoakLink link) {
    return switch (fault) {
      case RESET, CUT, STALL -> link.relay != null;
      case GARBAGE -> link.bound().party.isOurs();
      case REMAKE -> link.concernsOurs();
      // The others' REQ may send nothing any more once its peer was lost so, whoever that was.
      case REBIND -> link.bound().party.isOurs() || !link.bound().type.equals("REQ");
      default -> true;
    };
  }

  private void play(SoakFault fault, SoakLink link, SplittableRandom random) throws Exception {
    SoakRelay relay = link.relay;
    switch (fault) {
      case RESET -> {
        if (relay != null) {
          relay.reset();
        }
      }
      case CUT -> {
        if (relay != null) {
          relay.cutAfter(1 + random.nextInt(5_000));
          for (int i = 0; i < 100 && relay.isToCut(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
          }
          relay.reset();
        }
      }
      case STALL -> {
        long nanos = random.nextLong(100, course.isStrict() ? 2_000 : 300) * 1_000_000;
        if (relay != null) {
          relay.stall(nanos);
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
      }
      case GARBAGE -> garbage(link.bound(), random);
      case REMAKE -> {
        List<SoakLink.End> ours = link.ends().stream().filter(end -> end.party.isOurs()).toList();
        SoakLink.End end = ours.get(random.nextInt(ours.size()));
        tell(end, "remake", incarnations.incrementAndGet());
      }
      case REBIND -> tell(link.bound(), "rebind");
      case RECONNECT -> tell(link.connecting(), "reconnect");
      case STOP, KILL -> throw new IllegalArgumentException("not a link's");
    }
  }

  /**
   * Somebody who breaks off in a greeting, who has none, whom nobody wants, or who promises much.
   */
  private static void garbage(SoakLink.End bound, SplittableRandom random) throws Exception {
    try (RawEnd visitor = RawEnd.connect(bound.endpoint)) {
      String welcome = SocketKind.valueOf(bound.type).peerName();
      byte[] handshake = RawEnd.handshake(welcome);
      byte[] noise = new byte[random.nextInt(1, 4_096)];
      random.nextBytes(noise);
      switch (random.nextInt(4)) {
        case 0 -> { // ZMTP 3 of a mechanism that there is not
          visitor.write(ByteBuffer.wrap(handshake, 0, 12));
          visitor.write(ByteBuffer.wrap(noise));
        }
        case 1 -> visitor.write(ByteBuffer.wrap(handshake, 0, random.nextInt(handshake.length)));
        case 2 -> visitor.shakeHands(welcome.equals("PULL") ? "SUB" : "PULL");
        default -> {
          // One that was welcome to a socket that shares out its messages would get some.
          visitor.shakeHands(SHARING.contains(bound.type) ? "REQ" : welcome);
          visitor.write(ByteBuffer.allocate(9).put((byte) 2).putLong(1L << 30).flip());
          visitor.write(ByteBuffer.wrap(noise));
        }
      }
      if (random.nextBoolean()) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
      }
    } catch (IOException hungUp) {
      // As it should: it talked rubbish.
    }
  }

  // ------------------------------------------------------------------ the judge

  /** Looks for links on which nothing comes; they are mended, so that the others can go on. */
  synchronized void look() {
    long now = System.currentTimeMillis();
    long bound = course.isStrict() ? BOUND_MILLIS : BOUND_IN_SUITE_MILLIS;
    spoke.forEach(
        (party, last) -> {
          if (System.nanoTime() - last > SILENT_NANOS && !away.contains(party)) {
            complain(null, party, "its process has said nothing for a minute");
            spoke.put(party, System.nanoTime());
          }
        });
    for (SoakLink link : links) {
      long oldest =
          link.pattern.isTwoWay()
              ? Math.min(link.first.newest, link.second.newest)
              : link.second.newest;
      long since = link.isDisturbed ? link.calmSince : Math.max(link.calmSince, oldest);
      if (link.underWay > 0
          || now - since <= bound
          || link.ends().stream().anyMatch(end -> isAway(end) || isStarved(end))) {
        continue;
      }
      complain(
          link,
          link.first.party,
          "nothing comes for "
              + (now - since)
              + " ms; newest at the first "
              + (now - link.first.newest)
              + " ms ago, at the second "
              + (now - link.second.newest)
              + " ms ago");
      link.isDisturbed = true;
      link.calmSince = now;
      if (!link.isBusy) {
        link.isBusy = true;
        workers.execute(() -> mend(link));
      }
    }
  }

  private void mend(SoakLink link) {
    SoakFault last = link.last;
    attempt(
        SoakFault.REMAKE,
        List.of(link),
        () -> {
          for (SoakLink.End end : link.ends()) {
            tell(end, "dump");
            if (end.party.isOurs()) {
              process(end.party).say("threads");
            }
          }
          for (SoakLink.End end : link.ends()) {
            tell(end, "remake", incarnations.incrementAndGet());
          }
        });
    synchronized (this) {
      link.isBusy = false;
      link.last = last;
    }
  }

  /** True if traffic flows everywhere, and no fault is under way. */
  synchronized boolean isCalm() {
    return isComplete()
        && links.stream().allMatch(link -> link.underWay == 0 && !link.isDisturbed && !link.isBusy);
  }

  /** True if every process is there and goes on. */
  synchronized boolean isComplete() {
    return away.isEmpty() && !isStopped;
  }

  /** Asks each of ours what it holds, and the system of the others. */
  synchronized void weigh() {
    processes.forEach(
        (party, process) -> {
          if (away.contains(party)) {
            return;
          }
          if (party.isOurs()) {
            process.say("footprint");
          } else {
            long resident = SoakStation.residentBytes(process.pid());
            memory.get(party).add(new long[] {0, 0, 0, 0, 0, resident});
          }
        });
  }

  // ------------------------------------------------------------------ the end

  /** Ends all processes in order, with their accounts. */
  void finish() throws InterruptedException {
    begin(SoakFault.KILL, links);
    for (SoakParty party : SoakParty.values()) {
      process(party).say("end");
    }
    for (SoakParty party : SoakParty.values()) {
      process(party).awaitEnd();
    }
    synchronized (this) {
      memory
          .get(SoakParty.OURS_1) // the one that is never killed
          .growth()
          .ifPresent(grown -> complain(null, SoakParty.OURS_1, "it has grown: " + grown));
    }
  }

  List<SoakLink> links() {
    return links;
  }

  /** The times until traffic flowed again, in milliseconds, in ascending order. */
  synchronized Map<SoakFault, List<Long>> recoveries() {
    Map<SoakFault, List<Long>> sorted = new EnumMap<>(SoakFault.class);
    recoveries.forEach((fault, all) -> sorted.put(fault, all.stream().sorted().toList()));
    return sorted;
  }

  /** Forgets the times until now: those of the start. */
  synchronized void forgetRecoveries() {
    recoveries.clear();
  }

  SoakMemory memory(SoakParty party) {
    return memory.get(party);
  }

  synchronized int lives(SoakParty party) {
    return lives.get(party);
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      isOver = true;
    }
    workers.shutdownNow();
    List<SoakProcess> all;
    synchronized (this) {
      all = List.copyOf(processes.values());
    }
    all.forEach(SoakProcess::close);
    for (SoakLink link : links) {
      if (link.relay != null) {
        link.relay.close();
      }
    }
    directory.close();
  }
}
