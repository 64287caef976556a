package io.cero.explore;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A thread of which the {@link Model} lets one run at a time; it is used for many runs. */
final class Worker extends Thread {
  private final Explorer explorer;
  private volatile Runnable job;

  // Of one run; written only by the worker whose turn it is, or between runs.
  volatile Model model;
  volatile boolean turn;
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

  void assign(Runnable next) {
    turn = false;
    permit = false;
    timedOut = false;
    later = false;
    mayGoOn = null;
    doing = Model.Doing.READY;
    job = next;
    LockSupport.unpark(this);
  }

  void giveTurn() {
    turn = true;
    LockSupport.unpark(this);
  }

  /** Has it find out that the run is over. */
  void wakeForTheEnd() {
    LockSupport.unpark(this);
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
      Runnable next = job;
      if (next == null) {
        LockSupport.park(this);
        continue;
      }
      job = null;
      next.run();
      explorer.idle();
    }
  }
}
