package io.cero.campaigns.soak;

import io.cero.campaigns.frame.Course;
import io.cero.testkit.IpcDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A soak under way: the {@linkplain SoakLinks links}, the {@linkplain SoakProcesses processes}
 * between which they are, {@linkplain SoakVoices what these say}, {@linkplain SoakDisturber who
 * disturbs them}, {@linkplain SoakJudge who judges} and {@linkplain SoakWatch who looks for what
 * stands still}.
 *
 * <p>Faults run in threads of their own; everything that is known is guarded by the links.
 */
final class SoakRun implements AutoCloseable {
  private static final int START_SECONDS = 60;

  private final IpcDirectory directory = IpcDirectory.create();
  private final SoakLinks links;
  private final SoakJudge judge;
  private final SoakProcesses processes;
  private final SoakDisturber disturber;
  private final SoakWatch watch;
  private final SoakScales scales;
  private final SoakVoices voices;

  SoakRun(Course course, SoakJournal journal) throws IOException {
    links = new SoakLinks(course.randomOf(-1), directory);
    links.open();
    judge = new SoakJudge(course, journal, links);
    processes = new SoakProcesses(course, links, judge, directory.path(), this::heard);
    disturber = new SoakDisturber(course, journal, links, judge, processes);
    watch = new SoakWatch(course, links, judge, processes, disturber);
    scales = new SoakScales(links, processes);
    voices = new SoakVoices(course, journal, links, judge, processes, disturber, watch, scales);
  }

  private void heard(SoakParty party, String line) {
    voices.heard(party, line);
  }

  /** Starts all; returns once messages have come on every link. */
  void start() throws Exception {
    judge.begin(SoakFault.KILL, links.all());
    processes.start();
    judge.end(SoakFault.KILL, links.all());
    for (int i = 0; i < START_SECONDS * 10 && !isCalm(); i++) { // nobody is judged as yet
      TimeUnit.MILLISECONDS.sleep(100);
    }
    judge.begun();
  }

  /** Begins a fault at a random place; returns at once. */
  void disturb(SoakFault fault, SplittableRandom random) {
    disturber.disturb(fault, random);
  }

  /** Looks for links on which nothing comes; they are mended, so that the others can go on. */
  void look() {
    watch.look();
  }

  /** Asks what the processes hold. */
  void weigh() {
    scales.weigh();
  }

  /** True if traffic flows everywhere, and no fault is under way. */
  boolean isCalm() {
    synchronized (links) {
      return isComplete()
          && links.all().stream()
              .allMatch(link -> link.underWay == 0 && !link.isDisturbed && !link.isBusy);
    }
  }

  /** True if every process is there and goes on. */
  boolean isComplete() {
    return processes.areComplete();
  }

  /** Ends all processes in order, with their accounts. */
  void finish() throws InterruptedException {
    judge.begin(SoakFault.KILL, links.all());
    processes.end();
    scales
        .of(SoakParty.OURS_1) // the one that is never killed
        .growth()
        .ifPresent(grown -> judge.complain(null, SoakParty.OURS_1, "it has grown: " + grown));
  }

  // ------------------------------------------------------------------ what it saw

  List<SoakLink> links() {
    return links.all();
  }

  /** The times until traffic flowed again, in milliseconds, in ascending order. */
  Map<SoakFault, List<Long>> recoveries() {
    return judge.recoveries();
  }

  /** Forgets the times until now: those of the start. */
  void forgetRecoveries() {
    judge.forgetRecoveries();
  }

  SoakMemory memory(SoakParty party) {
    return scales.of(party);
  }

  int lives(SoakParty party) {
    return processes.lives(party);
  }

  @Override
  public void close() throws IOException {
    judge.over();
    disturber.close();
    processes.close();
    links.close();
    directory.close();
  }
}
