package io.cero.examples.pubsub;

import io.cero.examples.pubsub.Recovery.Change;
import io.cero.examples.pubsub.Recovery.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a publisher keeps: everything as it is now, and the last updates, no more than a limit. */
final class History {
  private final String run;
  private final int limit;
  private final SortedMap<String, String> values = new TreeMap<>();
  private final Deque<Change> latest = new ArrayDeque<>();
  private long number;

  /**
   * Begins with nothing.
   *
   * @param run tells this publisher's run from others
   * @param limit how many updates are kept
   */
  History(String run, int limit) {
    this.run = run;
    this.limit = limit;
  }

  /** Changes a value; returns what to tell. */
  Update change(String key, String value) {
    number++;
    values.put(key, value);
    latest.add(new Change(key, value));
    if (latest.size() > limit) {
      latest.remove();
    }
    return new Update(key, run, number, value);
  }

  /** Returns what tells how far the numbers are. */
  Update beat() {
    return new Update("", run, number, "");
  }

  /** Returns what somebody needs who knows another one's updates up to a number; 0 for nothing. */
  Recovery since(String knownRun, long knownNumber) {
    boolean isContinued = knownNumber == 0 || knownRun.equals(run) && knownNumber <= number;
    long missing = number - knownNumber;
    if (isContinued && missing <= latest.size()) {
      List<Change> updates = latest.stream().skip(latest.size() - missing).toList();
      return new Recovery(Kind.UPDATES, run, number, updates);
    }
    List<Change> state = new ArrayList<>();
    values.forEach((key, value) -> state.add(new Change(key, value)));
    return new Recovery(Kind.SNAPSHOT, run, number, state);
  }

  @Override
  public String toString() {
    return "state at " + number + ": " + values;
  }
}
