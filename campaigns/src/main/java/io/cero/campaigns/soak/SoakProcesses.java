package io.cero.campaigns.soak;

import io.cero.campaigns.frame.Course;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a soak: their lives, which of them are away, the commands that they are given
 * and their answers. Guarded by the {@link SoakLinks}.
 */
final class SoakProcesses implements AutoCloseable {
  private static final long ANSWER_SECONDS = 60;

  private final boolean haveShortLives;
  private final SoakLinks links;
  private final SoakJudge judge;
  private final Path folder;
  private final BiConsumer<SoakParty, String> ear;
  private final Map<SoakParty, SoakProcess> processes = new EnumMap<>(SoakParty.class);
  private final Map<SoakParty, Integer> lives = new EnumMap<>(SoakParty.class);
  private final Map<SoakParty, Long> spoke = new EnumMap<>(SoakParty.class);
  private final Set<SoakParty> away = EnumSet.noneOf(SoakParty.class);
  private final Map<String, CompletableFuture<Boolean>> answers = new HashMap<>();
  private final AtomicLong incarnations = new AtomicLong();
  private volatile boolean isOneStopped;

  /**
   * Those of a soak, none of them started.
   *
   * @param folder where a program may be put
   * @param ear told what each says in its present life, with the lock held
   */
  SoakProcesses(
      Course course,
      SoakLinks links,
      SoakJudge judge,
      Path folder,
      BiConsumer<SoakParty, String> ear) {
    this.haveShortLives = !course.isStrict();
    this.links = links;
    this.judge = judge;
    this.folder = folder;
    this.ear = ear;
  }

  // ------------------------------------------------------------------ their lives

  /** Starts all; returns once every end is open. */
  void start() throws Exception {
    List<CompletableFuture<Boolean>> open = new ArrayList<>();
    for (SoakParty party : SoakParty.values()) {
      launch(party);
    }
    for (SoakParty party : SoakParty.values()) {
      open.addAll(openAll(party));
    }
    await(open);
  }

  /** Kills one that is away and starts it again; returns once every end of it is open. */
  void restart(SoakParty party) throws Exception {
    process(party).close();
    synchronized (links) {
      for (SoakLink link : links.of(party)) {
        for (SoakLink.End end : link.ends()) {
          if (end.party == party) {
            abandon(end);
          }
        }
      }
    }
    launch(party);
    await(openAll(party));
  }

  private void abandon(SoakLink.End end) {
    answers
        .entrySet()
        .removeIf(
            entry -> entry.getKey().startsWith(end.name + " ") && entry.getValue().complete(false));
  }

  private void launch(SoakParty party) throws IOException {
    synchronized (links) {
      List<String> command = party.command(haveShortLives, folder);
      int life = lives.merge(party, 1, Integer::sum);
      spoke.remove(party);
      processes.put(
          party, new SoakProcess(party.toString(), command, line -> heard(party, life, line)));
    }
  }

  private void heard(SoakParty party, int life, String line) {
    synchronized (links) {
      if (life == lives.get(party)) { // else the last words of one that was killed
        ear.accept(party, line);
      }
    }
  }

  private List<CompletableFuture<Boolean>> openAll(SoakParty party) throws InterruptedException {
    SoakProcess process = process(party);
    process.awaitReady();
    List<CompletableFuture<Boolean>> open = new ArrayList<>();
    synchronized (links) {
      away.remove(party);
      for (SoakLink link : links.of(party)) {
        for (SoakLink.End end : link.ends()) {
          if (end.party == party) {
            end.isNew();
            open.add(request(end, "open", link.opening(end, newIncarnation())));
          }
        }
      }
    }
    return open;
  }

  private static void await(List<CompletableFuture<Boolean>> answers) throws Exception {
    for (CompletableFuture<Boolean> each : answers) {
      each.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Ends all in order, with their accounts. */
  void end() throws InterruptedException {
    for (SoakParty party : SoakParty.values()) {
      process(party).say("end");
    }
    for (SoakParty party : SoakParty.values()) {
      process(party).awaitEnd();
    }
  }

  /** Kills all. */
  @Override
  public void close() {
    List<SoakProcess> all;
    synchronized (links) {
      all = List.copyOf(processes.values());
    }
    all.forEach(SoakProcess::close);
  }

  // ------------------------------------------------------------------ what they are told

  SoakProcess process(SoakParty party) {
    synchronized (links) {
      return processes.get(party);
    }
  }

  /** What the next sender that is made is known by. */
  long newIncarnation() {
    return incarnations.incrementAndGet();
  }

  /** Gives a command to an end and waits for its answer, unless its process goes meanwhile. */
  void tell(SoakLink.End end, String verb, Object... arguments) throws Exception {
    StringBuilder command = new StringBuilder(verb).append(' ').append(end.name);
    for (Object argument : arguments) {
      command.append(' ').append(argument);
    }
    try {
      request(end, verb, command.toString()).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      judge.complain(links.ofEnd(end.name), end.party, "no answer to " + command);
    }
  }

  /** Gives a command to an end; the answer is false if its process went meanwhile. */
  private CompletableFuture<Boolean> request(SoakLink.End end, String verb, String command) {
    synchronized (links) {
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      if (away.contains(end.party)) {
        answer.complete(false);
      } else {
        answers.put(end.name + " " + verb, answer);
        processes.get(end.party).say(command);
      }
      return answer;
    }
  }

  /** An end has done what it was told: {@code NAME VERB}. */
  void answered(String what) {
    synchronized (links) {
      CompletableFuture<Boolean> answer = answers.remove(what);
      if (answer != null) {
        answer.complete(true);
      }
    }
  }

  // ------------------------------------------------------------------ who is there

  /** Counts a process as away until all its ends are open again; false if it does already. */
  boolean leaves(SoakParty party) {
    synchronized (links) {
      return away.add(party);
    }
  }

  boolean isAway(SoakParty party) {
    synchronized (links) {
      return away.contains(party);
    }
  }

  /** True while one stands still. */
  boolean isOneStopped() {
    return isOneStopped;
  }

  void isOneStopped(boolean so) {
    isOneStopped = so;
  }

  /** True if every process is there and goes on. */
  boolean areComplete() {
    synchronized (links) {
      return away.isEmpty() && !isOneStopped;
    }
  }

  int lives(SoakParty party) {
    synchronized (links) {
      return lives.get(party);
    }
  }

  /** A process says something; returns when it did before, or null if it has just begun. */
  @Nullable Long spoke(SoakParty party, long now) {
    synchronized (links) {
      return spoke.put(party, now);
    }
  }

  /** When a process said something last; null if it has just begun. */
  @Nullable Long spokeAt(SoakParty party) {
    synchronized (links) {
      return spoke.get(party);
    }
  }
}
