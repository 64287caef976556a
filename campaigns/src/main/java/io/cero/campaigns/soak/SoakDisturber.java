package io.cero.campaigns.soak;

import io.cero.campaigns.frame.Course;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Who disturbs a soak: chooses where a fault is to be, and sees that the judge knows of it from its
 * beginning to its end. Each runs in a thread of its own.
 */
final class SoakDisturber implements AutoCloseable {
  private final Course course;
  private final SoakJournal journal;
  private final SoakLinks links;
  private final SoakJudge judge;
  private final SoakProcesses processes;
  private final SoakDeeds deeds;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          body -> {
            Thread thread = new Thread(body, "soak-fault");
            thread.setDaemon(true);
            return thread;
          });

  SoakDisturber(
      Course course,
      SoakJournal journal,
      SoakLinks links,
      SoakJudge judge,
      SoakProcesses processes) {
    this.course = course;
    this.journal = journal;
    this.links = links;
    this.judge = judge;
    this.processes = processes;
    this.deeds = new SoakDeeds(course, processes);
  }

  /** What a fault does. */
  private interface Deed {
    void run() throws Exception;
  }

  private void attempt(SoakFault fault, List<SoakLink> disturbed, Deed deed) {
    judge.begin(fault, disturbed);
    try {
      deed.run();
    } catch (Exception e) {
      if (!judge.isOver()) {
        journal.violation("the campaign itself failed: " + e);
      }
    } finally {
      judge.end(fault, disturbed);
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

  // ------------------------------------------------------------------ a process

  private void disturbProcess(SoakFault fault, SplittableRandom random) {
    synchronized (links) {
      SoakParty party = party(fault, random.nextInt(100));
      if (!processes.areComplete()) {
        disturbLink(SoakFault.RESET, random); // one process at a time
        return;
      }
      journal.write(fault.label() + " " + party);
      course.count("faults: " + fault.label());
      course.count("faults: " + fault.label() + " " + party);
      if (fault == SoakFault.STOP) {
        processes.isOneStopped(true);
        SoakProcess process = processes.process(party);
        workers.execute(() -> attempt(fault, links.of(party), () -> standStill(process)));
      } else {
        startAgain(party);
      }
    }
  }

  private SoakParty party(SoakFault fault, int die) {
    if (fault == SoakFault.STOP) {
      return SoakParty.values()[die % SoakParty.values().length];
    }
    if (course.isStrict()) {
      return die < 42 ? SoakParty.LIBZMQ : die < 84 ? SoakParty.JEROMQ : SoakParty.OURS_2;
    }
    return SoakParty.LIBZMQ; // which starts fastest
  }

  private void standStill(SoakProcess process) throws Exception {
    try {
      process.freeze();
      TimeUnit.MILLISECONDS.sleep(course.isStrict() ? 1_000 : 300);
      process.thaw();
    } finally {
      processes.isOneStopped(false);
    }
  }

  /** Kills a process, if it is not dead, and starts it again, unless that is under way. */
  void startAgain(SoakParty party) {
    if (processes.leaves(party)) {
      workers.execute(
          () -> attempt(SoakFault.KILL, links.of(party), () -> processes.restart(party)));
    }
  }

  // ------------------------------------------------------------------ a link

  private void disturbLink(SoakFault fault, SplittableRandom random) {
    synchronized (links) {
      List<SoakLink> eligible =
          links.all().stream()
              .filter(link -> !link.isBusy)
              .filter(link -> link.ends().stream().noneMatch(end -> processes.isAway(end.party)))
              .filter(link -> SoakDeeds.isPossible(fault, link))
              .toList();
      if (eligible.isEmpty()) {
        course.count("faults left out");
        return;
      }
      SoakLink link = eligible.get(random.nextInt(eligible.size()));
      SplittableRandom dice = new SplittableRandom(random.nextLong());
      link.isBusy = true;
      journal.write(fault.label() + " " + link);
      course.count("faults: " + fault.label());
      workers.execute(
          () -> {
            attempt(fault, List.of(link), () -> deeds.play(fault, link, dice));
            synchronized (links) {
              link.isBusy = false;
            }
          });
    }
  }

  /** Makes a link anew on which nothing comes, unless something is done to it already. */
  void mend(SoakLink link) {
    synchronized (links) {
      if (link.isBusy) {
        return;
      }
      link.isBusy = true;
      workers.execute(
          () -> {
            SoakFault last = link.last;
            attempt(SoakFault.REMAKE, List.of(link), () -> deeds.mend(link));
            synchronized (links) {
              link.isBusy = false;
              link.last = last;
            }
          });
    }
  }

  /** Interrupts what is under way. */
  @Override
  public void close() {
    workers.shutdownNow();
  }
}
