package io.cero.toolkit;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.InterruptedOperationException;
import io.cero.PollItem;
import io.cero.toolkit.EventLoop.Ending;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a loop: tasks, timers that are due, a wait, and what was found ready; each phase is
 * finite, and each turn has all of them. Of the loop's thread.
 */
final class Turns {
  private final Context context;
  private final Clock clock;
  private final Requests requests;
  private final TimerQueue timers;
  private final Stations stations;
  private final Faults faults;
  private long calls;

  Turns(
      Context context,
      Clock clock,
      Requests requests,
      TimerQueue timers,
      Stations stations,
      Faults faults) {
    this.context = context;
    this.clock = clock;
    this.requests = requests;
    this.timers = timers;
    this.stations = stations;
    this.faults = faults;
  }

  /** How many handlers and tasks have been called. */
  long calls() {
    return calls;
  }

  /** Does one turn; says why it must be the last one, or null. */
  @Nullable Ending turn(boolean mayWait) {
    if (requests.isPending()) {
      runTasks();
    }
    if (!timers.isEmpty()) {
      callTimers();
    }
    if (requests.isEnding()) {
      return ending();
    }
    List<PollItem> ready;
    try {
      ready = mayWait ? poll() : stations.look();
    } catch (InterruptedOperationException interrupted) {
      return Ending.INTERRUPTED;
    } catch (ClosedException over) {
      if (requests.isClosed() || context.isClosed()) {
        return Ending.CLOSED;
      }
      if (!stations.removeClosed()) {
        throw over;
      }
      return null;
    }
    callReady(ready);
    return ending();
  }

  private @Nullable Ending ending() {
    if (requests.isEnding()) {
      return requests.isClosed() ? Ending.CLOSED : Ending.STOPPED;
    }
    return Thread.currentThread().isInterrupted() ? Ending.INTERRUPTED : null;
  }

  /** Runs the tasks that are there; what they hand in themselves is for the next turn. */
  private void runTasks() {
    for (int most = requests.begin(); most > 0; most--) {
      Runnable body = requests.next();
      if (body == null) {
        break;
      }
      calls++;
      try {
        body.run();
      } catch (Throwable fault) {
        faults.thrown(new Task(body), fault);
      }
    }
    requests.end();
  }

  private void callTimers() {
    long now = clock.nanoTime();
    long beforeEntry = timers.nextEntry();
    while (!requests.isEnding()) {
      Timer due = timers.takeDue(now, beforeEntry);
      if (due == null) {
        return;
      }
      if (due.isRepeating()) {
        timers.enter(due, due.nextDeadline(now));
      }
      calls++;
      try {
        due.call();
      } catch (Throwable fault) {
        faults.thrown(due, fault);
      }
    }
  }

  /** Waits until something is ready, the first timer is due or a request is there. */
  private List<PollItem> poll() {
    if (requests.isPending()) {
      return stations.look();
    }
    if (timers.isEmpty()) {
      return stations.await();
    }
    if (clock.flows()) {
      return stations.awaitUntil(timers.firstDeadline());
    }
    return timers.untilFirst(clock.nanoTime()) <= 0 ? stations.look() : stations.await();
  }

  private void callReady(List<PollItem> ready) {
    for (int i = 0; i < ready.size() && !requests.isEnding(); i++) {
      Station station = stations.of(ready.get(i));
      if (station != null) { // otherwise a handler has removed it
        call(station.readyToRead());
        call(station.readyToWrite());
      }
    }
  }

  private void call(@Nullable Watch watch) {
    if (watch != null && !requests.isEnding()) {
      calls++;
      try {
        watch.call();
      } catch (Throwable fault) {
        faults.thrown(watch, fault);
      }
    }
  }
}
