package io.cero.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One run of a scenario: lets one thread run at a time, and takes at every shared access the
 * decision, given from outside, who goes on.
 */
public final class Model {
  /** What a thread is doing. */
  public enum Doing {
    READY,
    PARKED,
    PARKED_FOR_A_TIME,
    SELECTING,
    SELECTING_FOR_A_TIME,
    DONE;

    boolean isTimed() {
      return this == PARKED_FOR_A_TIME || this == SELECTING_FOR_A_TIME;
    }
  }

  /** Unwinds a thread whose run is over. */
  @SuppressWarnings("serial")
  private static final class Over extends Error {
    Over() {
      super("the run is over", null, false, false);
    }
  }

  private static final int MOST_STEPS = 20_000;

  private final Explorer explorer;
  private final Scenario scenario;
  private final Decisions decisions;
  private final boolean tracing;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Worker> options = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private boolean exploring;
  private boolean judging;
  private int preemptionsLeft;
  private int pausesLeft;
  private int patienceLeft;
  private int timeouts;
  private int steps;
  private volatile boolean over;
  private volatile String failure;

  Model(Explorer explorer, Scenario scenario, Decisions decisions, boolean tracing) {
    this.explorer = explorer;
    this.scenario = scenario;
    this.decisions = decisions;
    this.tracing = tracing;
    this.preemptionsLeft = scenario.preemptions() + Integer.getInteger("cero.preemptions", 0);
    this.pausesLeft = scenario.pauses();
    this.patienceLeft = scenario.patience();
  }

  // ------------------------------------------------------------------ for scenarios

  /** Adds a thread of the preparation. */
  public void prepare(String name, Runnable body) {
    add(name, body, null).later = false;
  }

  /** Adds a thread of the explored part. */
  public void explore(String name, Runnable body) {
    add(name, body, null).later = true;
  }

  /** What a thread is doing; DONE if there is none of that name. */
  public Doing doing(String name) {
    for (Worker worker : workers) {
      if (worker.label.equals(name)) {
        return worker.doing;
      }
    }
    return Doing.DONE;
  }

  /** True if all threads but those named are done. */
  public boolean areDoneBut(String... names) {
    for (Worker worker : workers) {
      if (worker.doing != Doing.DONE && !List.of(names).contains(worker.label)) {
        return false;
      }
    }
    return true;
  }

  /** How many pauses were over so far. */
  public int timeouts() {
    return timeouts;
  }

  // ------------------------------------------------------------------ the run

  /** Runs it; what went wrong, or null. Called by the explorer. */
  String run() {
    scenario.begin(this);
    explorer.play(workers.stream().filter(worker -> !worker.later).findFirst().orElseThrow());
    return failure;
  }

  List<String> trace() {
    return trace;
  }

  boolean isOver() {
    return over;
  }

  private Worker add(String name, Runnable body, Thread stoodFor) {
    Worker worker = explorer.worker(workers.size());
    worker.model = this;
    worker.label = name;
    worker.stoodFor = stoodFor;
    workers.add(worker);
    worker.assign(
        () -> {
          try {
            body.run();
          } catch (Over expected) {
            return;
          } catch (RuntimeException | Error fault) {
            if (over) {
              return;
            }
            fail(name + " threw " + fault);
          }
          done(worker);
        });
    return worker;
  }

  @SuppressWarnings("DoNotCall") // a worker stands for the thread, and runs what it would run
  void adopt(Thread thread) {
    add(thread.getName(), thread::run, thread);
  }

  /** Gives a thread its permit; one that was not started gets none. */
  void unpark(Thread thread) {
    for (Worker worker : workers) {
      if (worker == thread || worker.stoodFor == thread) {
        worker.permit = true;
      }
    }
  }

  private boolean canRun(Worker worker) {
    if (worker.later && !exploring) {
      return false;
    }
    return switch (worker.doing) {
      case DONE -> false;
      case READY -> true;
      default ->
          worker.timedOut
              || worker.mayGoOn.getAsBoolean()
              || (exploring && worker.doing.isTimed() && pausesLeft > 0);
    };
  }

  /** The thread whose turn it is comes to a shared access. */
  void step(Worker self) {
    if (over || judging) {
      return;
    }
    if (tracing) {
      trace.add(self.label + ": " + place());
    }
    if (++steps > MOST_STEPS) {
      fail(self.label + " goes round and round");
      end();
      throw new Over();
    }
    if (!exploring || preemptionsLeft == 0) {
      return;
    }
    options.clear();
    options.add(self);
    for (Worker worker : workers) {
      if (worker != self && canRun(worker)) {
        options.add(worker);
      }
    }
    Worker next = decide();
    if (next != self) {
      preemptionsLeft--;
      hand(self, next);
    }
  }

  /** The thread whose turn it is cannot go on before a condition holds. */
  void block(Worker self, Doing how, BooleanSupplier mayGoOn) {
    step(self);
    if (over) {
      throw new Over();
    }
    if (mayGoOn.getAsBoolean()) {
      return;
    }
    self.doing = how;
    self.mayGoOn = mayGoOn;
    Worker next = nextOrRest();
    if (next == null) {
      throw new Over();
    }
    if (next != self) {
      hand(self, next);
    } else {
      wake(self);
    }
  }

  private void done(Worker self) {
    if (over) {
      return;
    }
    self.doing = Doing.DONE;
    Worker next = nextOrRest();
    if (next != null) {
      wake(next);
      next.giveTurn();
    }
  }

  private void hand(Worker from, Worker to) {
    wake(to);
    to.giveTurn();
    if (!from.awaitTurn()) {
      throw new Over();
    }
  }

  private void wake(Worker worker) {
    if (worker.doing != Doing.READY) {
      if (!worker.timedOut && !worker.mayGoOn.getAsBoolean()) {
        pausesLeft--;
        timeouts++;
      }
      worker.timedOut = false;
      worker.doing = Doing.READY;
    }
  }

  /** Who runs when the thread before cannot; null if the run is over. */
  private Worker nextOrRest() {
    while (true) {
      options.clear();
      for (Worker worker : workers) {
        if (canRun(worker)) {
          options.add(worker);
        }
      }
      if (!options.isEmpty()) {
        return decide();
      }
      if (!rest()) {
        end();
        return null;
      }
    }
  }

  private void end() {
    over = true;
    for (Worker worker : workers) {
      worker.wakeForTheEnd();
    }
  }

  private Worker decide() {
    if (options.size() == 1 || !exploring) {
      return options.get(0);
    }
    return options.get(decisions.next(options.size()));
  }

  /** Nobody can go on; false if the run is over. */
  private boolean rest() {
    judging = true;
    try {
      if (!exploring) {
        if (scenario.isPrepared(this)) {
          exploring = true;
          return true;
        }
        return pass("the preparation got stuck");
      }
      if (scenario.isDone(this)) {
        return false;
      }
      if (patienceLeft-- <= 0) {
        return fail("something is left undone");
      }
      return pass("nobody ever goes on");
    } finally {
      judging = false;
    }
  }

  private boolean pass(String otherwise) {
    for (Worker worker : workers) {
      if (worker.doing.isTimed() && !worker.timedOut) {
        worker.timedOut = true;
        timeouts++;
        if (timeouts > 100) {
          return fail(otherwise);
        }
        if (tracing) {
          trace.add(worker.label + ": its pause is over");
        }
        return true;
      }
    }
    return fail(otherwise);
  }

  private boolean fail(String what) {
    if (failure == null) {
      StringBuilder text = new StringBuilder(what).append(':');
      for (Worker worker : workers) {
        text.append(' ').append(worker.label).append(' ').append(worker.doing).append(',');
      }
      failure = text.append(' ').append(scenario.describe()).toString();
    }
    return false;
  }

  private static String place() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(f -> !f.getClassName().startsWith("io.cero.explore"))
                    .findFirst()
                    .map(f -> f.getFileName() + ":" + f.getLineNumber() + " " + f.getMethodName())
                    .orElse("?"));
  }
}
