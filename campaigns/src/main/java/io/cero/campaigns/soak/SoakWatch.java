package io.cero.campaigns.soak;

import io.cero.campaigns.frame.Course;
import java.util.concurrent.TimeUnit;

/**
 * Looks for what stands still in a soak: links on which nothing comes, and processes that say
 * nothing. Those of the latter are not being run, as the machine has too much to do; nothing is
 * expected of their links meanwhile. Guarded by the {@link SoakLinks}.
 */
final class SoakWatch {
  /** How soon after a fault traffic must flow again. */
  static final long BOUND_MILLIS = 10_000;

  private static final long BOUND_IN_SUITE_MILLIS = 90_000;

  /** Processes say something four times a second. */
  private static final long STARVED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long SILENT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Course course;
  private final SoakLinks links;
  private final SoakJudge judge;
  private final SoakProcesses processes;
  private final SoakDisturber disturber;

  SoakWatch(
      Course course,
      SoakLinks links,
      SoakJudge judge,
      SoakProcesses processes,
      SoakDisturber disturber) {
    this.course = course;
    this.links = links;
    this.judge = judge;
    this.processes = processes;
    this.disturber = disturber;
  }

  /** Looks for links on which nothing comes; they are mended, so that the others can go on. */
  void look() {
    synchronized (links) {
      long now = System.currentTimeMillis();
      for (SoakParty party : SoakParty.values()) {
        lookAt(party);
      }
      for (SoakLink link : links.all()) {
        lookAt(link, now);
      }
    }
  }

  private void lookAt(SoakParty party) {
    Long last = processes.spokeAt(party);
    long now = System.nanoTime();
    if (last != null && now - last > SILENT_NANOS && !processes.isAway(party)) {
      judge.complain(null, party, "its process has said nothing for a minute");
      processes.spoke(party, now);
    }
  }

  private void lookAt(SoakLink link, long now) {
    long bound = course.isStrict() ? BOUND_MILLIS : BOUND_IN_SUITE_MILLIS;
    long oldest =
        link.pattern.isTwoWay()
            ? Math.min(link.first.newest, link.second.newest)
            : link.second.newest;
    long since = link.isDisturbed ? link.calmSince : Math.max(link.calmSince, oldest);
    if (link.underWay > 0
        || now - since <= bound
        || link.ends().stream().anyMatch(end -> isUnableToSpeak(end.party))) {
      return;
    }
    judge.complain(
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
    disturber.mend(link);
  }

  /** A process that says nothing is not being run: the machine has too much to do. */
  private boolean isUnableToSpeak(SoakParty party) {
    Long last = processes.spokeAt(party);
    return processes.isAway(party) || (last != null && System.nanoTime() - last > STARVED_NANOS);
  }

  /** Takes note of how long a process had not been run; its links count as just disturbed. */
  void spoke(SoakParty party) {
    synchronized (links) {
      long now = System.nanoTime();
      Long before = processes.spoke(party, now);
      if (before == null || now - before <= STARVED_NANOS) {
        return;
      }
      if (!processes.isOneStopped()) {
        course.count("a process was not run for a second");
        course.most("ms that a process was not run", (now - before) / 1_000_000);
      }
      for (SoakLink link : links.of(party)) {
        link.calmSince = System.currentTimeMillis();
      }
    }
  }
}
