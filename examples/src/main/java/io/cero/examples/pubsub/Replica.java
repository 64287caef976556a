package io.cero.examples.pubsub;

import io.cero.examples.pubsub.Recovery.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a subscriber keeps: everything as its publisher has it, up to some update. Updates that come
 * after a gap wait until the gap is filled, no more than a limit: what is dropped is a gap again.
 */
final class Replica {
  private final int limit;
  private final SortedMap<String, String> values = new TreeMap<>();
  private final Deque<Update> ahead = new ArrayDeque<>();
  private String run = "";
  private long number;

  /**
   * Begins with nothing.
   *
   * @param limit how many updates may wait
   */
  Replica(int limit) {
    this.limit = limit;
  }

  /** Returns which run of the publisher's it follows. */
  String run() {
    return run;
  }

  /** Returns up to which update it has everything. */
  long number() {
    return number;
  }

  /** Takes an update; false if others are missing before it. */
  boolean take(Update update) {
    ahead.add(update);
    if (ahead.size() > limit) {
      ahead.remove();
    }
    return catchUp();
  }

  /** Takes what was missing; false if something still is. */
  boolean take(Recovery recovery) {
    boolean isSame = recovery.run().equals(run);
    if (!isSame || recovery.number() > number) {
      // Updates of another run begin with its first: they were asked for when we followed none.
      if (recovery.kind() == Kind.SNAPSHOT || !isSame) {
        values.clear();
      }
      // Of updates, the first ones may be known: they are of the past, and the later ones win.
      recovery.changes().forEach(change -> values.put(change.key(), change.value()));
      run = recovery.run();
      number = recovery.number();
    }
    // An update of a former run that comes late has had us ask; this is the answer.
    ahead.removeIf(update -> !update.run().equals(run));
    return catchUp();
  }

  /** Takes in updates that wait, as far as they follow. */
  private boolean catchUp() {
    while (!ahead.isEmpty()) {
      Update next = ahead.element();
      boolean isSame = next.run().equals(run);
      if (isSame && next.number() == number + 1 && !next.isBeat()) {
        values.put(next.key(), next.value());
        number = next.number();
      } else if (!isSame || next.number() > number) {
        return false;
      }
      ahead.remove();
    }
    return true;
  }

  @Override
  public String toString() {
    return "state at " + number + ": " + values;
  }
}
