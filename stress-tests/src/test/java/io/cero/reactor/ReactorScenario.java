package io.cero.reactor;

import io.cero.explore.Hooks;
import io.cero.explore.Model;
import io.cero.explore.Model.Doing;
import io.cero.explore.ModelSelector;
import io.cero.explore.Scenario;

/**
 * A reactor whose threads are explored: a lost wake-up leaves a thread asleep beside what was left
 * to it, and so the scenario undone.
 */
abstract class ReactorScenario extends Scenario {
  static final String IO = "io";

  final ModelSelector selector = new ModelSelector();
  final Reactor reactor = new Reactor(IO, selector);

  // Plain: one thread runs at a time.
  private int posted;
  private int ran;
  private int published;
  private int flushed;
  private int pending;
  private int inside;
  private boolean clashed;

  private final Tail tail =
      new Tail() {
        @Override
        protected boolean onLook() {
          Hooks.step();
          flushed = published;
          return false;
        }
      };

  /** A thread that waits for messages of its own, as one inside a socket does. */
  final class Caller implements ChannelHandler {
    final Waiter waiter = new Waiter();
    final ModelSelector.Key key = selector.register(this);
    private final boolean mayDrive;
    private int received;

    Caller(boolean mayDrive) {
      this.mayDrive = mayDrive;
    }

    /** Waits for a message. */
    void receive() {
      while (true) {
        waiter.take();
        if (received > 0) {
          received--;
          return;
        }
        await();
      }
    }

    /** Waits once. */
    void await() {
      reactor.await(waiter, Long.MAX_VALUE, mayDrive, null, 0);
    }

    /** Waits until the token is given. */
    void awaitToken() {
      while (!waiter.take()) {
        await();
      }
    }

    /** A message comes in. */
    void arrive() {
      pending++;
      key.arrive();
    }

    @Override
    public void onReady(int readyOperations) {
      alone(
          () -> {
            int count = key.read();
            pending -= count;
            received += count;
          });
      waiter.signal();
    }

    @Override
    public void onFault(Throwable fault) {
      clashed = true;
    }

    @Override
    public boolean onEnd() {
      return false; // there is no channel to close
    }
  }

  private void alone(Runnable work) {
    if (inside++ != 0) {
      clashed = true;
    }
    work.run();
    inside--;
  }

  /** Rests until a pause is over. */
  static void pause() {
    Hooks.parkNanos(IO, 1);
  }

  /** Leaves a task. */
  final void post() {
    posted++;
    reactor.execute(
        () ->
            alone(
                () -> {
                  Hooks.step();
                  ran++;
                }));
  }

  /** Leaves a tail. */
  final void publish() {
    published++;
    reactor.watch(tail);
  }

  @Override
  public boolean isDone(Model model) {
    return nothingIsLeft() && model.areDoneBut(IO);
  }

  final boolean nothingIsLeft() {
    return ran == posted && flushed == published && pending == 0 && !clashed;
  }

  final boolean hasEnded(Model model) {
    return model.doing(IO) == Doing.DONE;
  }

  @Override
  public String describe() {
    return "tasks "
        + (posted - ran)
        + ", tails "
        + (published - flushed)
        + ", messages "
        + pending
        + (clashed ? ", two drove at once" : "");
  }
}
