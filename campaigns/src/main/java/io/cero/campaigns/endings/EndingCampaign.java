package io.cero.campaigns.endings;

import io.cero.Context;
import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.LateException;
import io.cero.campaigns.frame.LogWatch;
import io.cero.campaigns.frame.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Every blocking call, in every state of its socket and the peers, meets everything that can happen
 * to it: the outcome must be a documented one, and come within the linger and a second.
 */
public final class EndingCampaign implements Campaign {
  private static final int SHARED_FOR = 500;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration ON_ANY_MACHINE = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "ending";
  }

  @Override
  public String summary() {
    return "every blocking call in every state, closed, interrupted, orphaned: the documented outcome";
  }

  @Override
  public long usualRounds() {
    return 100_000;
  }

  @Override
  public void run(Course course) throws Exception {
    List<Plan.Cell> cells = Plan.cells();
    Collections.shuffle(cells, new Random(course.seed()));
    Run run = new Run(course);
    while (course.next()) {
      Plan.Cell cell = cells.get((int) (course.round() % cells.size()));
      run.round(Plan.of(cell, course.random())); // what a failed one leaves ends with the JVM
    }
    run.end();
    course.fact("calls by type, state and disturbance", cells.size());
    course.fact("of these made", Math.min(cells.size(), course.begun()));
  }

  /** What the rounds share. */
  private static final class Run {
    private final Course course;
    private final Places places;
    private final Callers callers = new Callers();
    private final LogWatch log = new LogWatch();
    private final Duration grace;
    private Context shared = Context.create();
    private Context others = Context.create();
    private int rounds;
    private long longestEnd;
    private long longestClose;

    Run(Course course) {
      this.course = course;
      this.places = new Places(course);
      this.grace = course.isStrict() ? SECOND : ON_ANY_MACHINE;
    }

    void round(Plan plan) throws Exception {
      if (++rounds % SHARED_FOR == 0) {
        renew();
      }
      try {
        play(plan);
        log.requireNoError();
      } catch (LateException e) {
        throw e.in(plan.toString());
      } catch (Exception | AssertionError e) {
        throw new AssertionError(plan.toString(), e);
      }
      course.count("call " + plan.call());
      course.count("state " + plan.situation());
      course.count("disturbance " + plan.disturbance());
    }

    /** Lets the shared contexts go, which must be quick: their sockets are closed. */
    private void renew() throws InterruptedException {
      close(shared, Duration.ofMillis(20));
      close(others, Duration.ZERO);
      shared = Context.create();
      others = Context.create();
    }

    private void close(Context context, Duration linger) throws InterruptedException {
      long before = System.nanoTime();
      callers.within(
          linger.plus(grace),
          "closing the context",
          () -> {
            context.close();
            return Outcome.DONE;
          });
      longestClose = Math.max(longestClose, System.nanoTime() - before);
    }

    private void play(Plan plan) throws Exception {
      Context context = plan.ownContext() ? Context.create() : shared;
      Scene scene = new Scene(plan, places, context, others);
      AtomicBoolean disturbed = new AtomicBoolean();
      AtomicBoolean flag = new AtomicBoolean();
      boolean interrupts = plan.disturbance() == Disturbance.INTERRUPTED;
      boolean before = plan.timing() == Timing.BEFORE;
      if (before && !interrupts) {
        disturb(plan, scene, context, null);
        disturbed.set(true);
      }
      Callers.Call call =
          callers.call(
              plan.onVirtualThread(),
              () -> {
                if (before && interrupts) {
                  Thread.currentThread().interrupt();
                  disturbed.set(true);
                }
                Outcome outcome = scene.perform();
                while (!disturbed.get()) {
                  Thread.yield();
                }
                flag.set(Thread.interrupted());
                return outcome;
              });
      if (!before) {
        await(plan, call);
        disturb(plan, scene, context, call);
        disturbed.set(true);
      }
      long from = System.nanoTime();
      Duration bound = plan.linger().plus(grace);
      Outcome outcome = call.ended(bound, "the call");
      longestEnd = Math.max(longestEnd, call.endedNanos() - from);
      Set<Outcome> documented = plan.documented();
      if (!documented.contains(outcome)) {
        throw new AssertionError("the outcome was " + outcome + ", documented are " + documented);
      }
      if (interrupts != flag.get()) {
        throw new AssertionError("the interrupt flag is " + flag.get() + " after " + outcome);
      }
      course.count("outcome " + outcome);
      if (interrupts && plan.call() != BlockingCall.CLOSE_CONTEXT) {
        scene.requireUsable(outcome == Outcome.DONE);
      }
      callers.within(
          bound,
          "closing the sockets",
          () -> {
            scene.close();
            return Outcome.DONE;
          });
      if (plan.ownContext()) {
        close(context, plan.linger());
        scene.requireReleased();
      }
    }

    private static void await(Plan plan, Callers.Call call) {
      switch (plan.timing()) {
        case BEFORE, AT_ONCE -> call.thread();
        case SOON -> {
          call.thread();
          long until = System.nanoTime() + plan.delayMicros() * 1_000L;
          while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(10_000);
          }
        }
        case ASLEEP -> call.awaitSleep(2_000_000);
      }
    }

    /** What is to happen; what does not end the call by itself is followed by the context's end. */
    private void disturb(Plan plan, Scene scene, Context context, Callers.Call call)
        throws IOException, InterruptedException {
      switch (plan.disturbance()) {
        case CONTEXT_CLOSED -> close(context, plan.linger());
        case SOCKET_CLOSED -> scene.closeSubject(plan.delayMicros() % 2 == 0);
        case INTERRUPTED -> call.thread().interrupt();
        case PEER_KILLED -> {
          scene.killPeer();
          endAfter(plan, scene, context);
        }
        case PEER_FROZEN -> {
          scene.freezePeer();
          endAfter(plan, scene, context);
        }
        case FAULT -> {
          scene.provokeFault();
          endAfter(plan, scene, context);
        }
        case TIME_OVER -> scene.timeOver();
      }
    }

    private void endAfter(Plan plan, Scene scene, Context context) throws InterruptedException {
      LockSupport.parkNanos(plan.delayMicros() * 1_000L);
      if (plan.ownContext()) {
        close(context, plan.linger());
      } else {
        scene.closeSubject(true);
      }
    }

    void end() throws Exception {
      close(shared, Duration.ofMillis(20));
      close(others, Duration.ZERO);
      callers.end();
      places.close();
      log.close();
      course.fact("warnings of throwing callbacks and hooks", log.warnings());
      course.fact("longest from the disturbance to the end", longestEnd / 1_000 + " µs");
      course.fact("longest close of a context", longestClose / 1_000 + " µs");
      course.fact(
          "longest standstill of the machine", callers.longestStandstillNanos() / 1_000 + " µs");
    }
  }
}
