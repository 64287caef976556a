package io.cero.campaigns.soak;

import io.cero.campaigns.frame.Course;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who judges a soak: knows which faults are under way, so which loss they explain, and how soon
 * traffic flowed again behind each.
 *
 * <p>A fault begins with {@link #begin}, from when its links count as disturbed, and ends with
 * {@link #end}; then messages that are sent from there on must come, in each direction, within the
 * bound ({@link SoakWatch}). Guarded by the {@link SoakLinks}.
 */
final class SoakJudge {
  /** For so long after a fault a loss may still be noticed: with the next message that comes. */
  private static final long NOTICED_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Course course;
  private final SoakJournal journal;
  private final SoakLinks links;
  private final Map<SoakFault, List<Long>> recoveries = new EnumMap<>(SoakFault.class);
  private volatile boolean isOver;

  SoakJudge(Course course, SoakJournal journal, SoakLinks links) {
    this.course = course;
    this.journal = journal;
    this.links = links;
  }

  // ------------------------------------------------------------------ faults

  void begin(SoakFault fault, List<SoakLink> disturbed) {
    synchronized (links) {
      for (SoakLink link : disturbed) {
        link.underWay++;
        link.lossyUnderWay += mayLose(fault, link) ? 1 : 0;
        link.isDisturbed = true;
        link.last = fault;
      }
    }
  }

  void end(SoakFault fault, List<SoakLink> disturbed) {
    synchronized (links) {
      for (SoakLink link : disturbed) {
        link.underWay--;
        link.calmSince = System.currentTimeMillis();
        if (mayLose(fault, link)) {
          link.lossyUnderWay--;
          mayHaveLost(link);
        }
      }
    }
  }

  /** The others' accepted connections end with the listener; ours stay. */
  private static boolean mayLose(SoakFault fault, SoakLink link) {
    return fault.mayLose || fault == SoakFault.REBIND && !link.bound().party.isOurs();
  }

  private static void mayHaveLost(SoakLink link) {
    link.mayLoseUntil = System.nanoTime() + NOTICED_NANOS;
  }

  /** Whatever is noticed soon, the start explains it. */
  void begun() {
    synchronized (links) {
      links.all().forEach(SoakJudge::mayHaveLost);
    }
  }

  /** From here on nothing is judged any more. */
  void over() {
    synchronized (links) {
      isOver = true;
    }
  }

  boolean isOver() {
    return isOver;
  }

  // ------------------------------------------------------------------ what is known of a link

  private static boolean isRecent(SoakLink link) {
    return link.underWay > 0
        || System.currentTimeMillis() - link.calmSince
            < TimeUnit.NANOSECONDS.toMillis(NOTICED_NANOS);
  }

  /** True if a fault explains a loss that is noticed now. */
  boolean isExplained(SoakLink link) {
    synchronized (links) {
      return link.lossyUnderWay > 0 || System.nanoTime() - link.mayLoseUntil < 0;
    }
  }

  /** Takes the counters of an end, as {@link SoakEnd#report} gives them. */
  void reported(String[] fields) {
    synchronized (links) {
      SoakLink link = links.ofEnd(fields[0]);
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
  }

  /** Says what must not be; between the others alone it is only counted. */
  void complain(@Nullable SoakLink link, SoakParty party, String what) {
    synchronized (links) {
      String where = link == null ? "" : " (" + link + ", last fault: " + link.last.label() + ")";
      if (link == null ? party.isOurs() : link.concernsOurs()) {
        journal.violation(party + ": " + what + where);
      } else {
        course.count("between libzmq and JeroMQ alone: complaints");
        journal.write("not ours: " + party + ": " + what + where);
      }
    }
  }

  // ------------------------------------------------------------------ the times

  /** The times until traffic flowed again, in milliseconds, in ascending order. */
  Map<SoakFault, List<Long>> recoveries() {
    synchronized (links) {
      Map<SoakFault, List<Long>> sorted = new EnumMap<>(SoakFault.class);
      recoveries.forEach((fault, all) -> sorted.put(fault, all.stream().sorted().toList()));
      return sorted;
    }
  }

  /** Forgets the times until now: those of the start. */
  void forgetRecoveries() {
    synchronized (links) {
      recoveries.clear();
    }
  }
}
