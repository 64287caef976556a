package io.cero.explore;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A thread of which the {@link Model} lets one run at a time; it is used for many runs. */
final class Worker extends Thread {
  private final Explorer explorer;

  // Of one run; written only by the worker whose turn it is, or between runs.
  private Runnable job;
  private boolean begun;
  private volatile boolean turn;
  volatile Model model;
  String label = "";
  Thread stoodFor;
  Model.Doing doing = Model.Doing.DONE;
  BooleanSupplier mayGoOn;
  boolean permit;
  boolean timedOut;
  boolean later;

  Worker(Explorer explorer, int number) {
    super("explored-" + number);
    this.explorer = explorer;
    setDaemon(true);
  }

  Model model() {
    return model;
  }

  /** What it does in a run, once its first turn comes. */
  void assign(Runnable next) {
    begun = false;
    permit = false;
    timedOut = false;
    later = false;
    mayGoOn = null;
    doing = Model.Doing.READY;
    job = next;
  }

  void giveTurn() {
    if (!begun) {
      begun = true;
      explorer.busy();
    }
    turn = true;
    LockSupport.unpark(this);
  }

  /** Has it find out that the run is over, if it waits in the middle of it. */
  void wakeForTheEnd() {
    if (begun && doing != Model.Doing.DONE) {
      LockSupport.unpark(this);
    }
  }

  /** Waits for its turn; false if the run is over. */
  boolean awaitTurn() {
    while (!turn) {
      if (model.isOver()) {
        return false;
      }
      LockSupport.park(this);
    }
    turn = false;
    return true;
  }

  @Override
  public void run() {
    while (true) {
      while (!turn) {
        LockSupport.park(this);
      }
      turn = false;
      job.run();
      explorer.idle();
    }
  }
}
