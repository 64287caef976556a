package io.cero.campaigns.endings;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.PushSocket;
import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.LateException;
import io.cero.campaigns.frame.Ports;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Connect to nobody, send, and close the context while a receiver blocks: each close must return
 * within the linger and a second.
 */
public final class CyclesCampaign implements Campaign {
  private static final Duration LINGER = Duration.ofMillis(10);

  @Override
  public String name() {
    return "cycles";
  }

  @Override
  public String summary() {
    return "connect to nobody, send, close with a blocked receiver: each close within linger + 1 s";
  }

  @Override
  public long usualRounds() {
    return 10_000;
  }

  @Override
  public void run(Course course) throws Exception {
    int nobody = Ports.unused();
    long longest = 0;
    Callers callers = new Callers();
    while (course.next()) {
      AtomicReference<Throwable> outcome = new AtomicReference<>();
      CountDownLatch entered = new CountDownLatch(1);
      Context context = Context.create(o -> o.linger(LINGER));
      PushSocket push = context.push();
      push.connect("tcp://127.0.0.1:" + nobody);
      push.send("to nobody");
      DealerSocket dealer = context.dealer();
      dealer.connect("tcp://127.0.0.1:" + nobody);
      Thread receiver =
          new Thread(
              () -> {
                entered.countDown();
                try {
                  dealer.receive();
                } catch (Throwable e) {
                  outcome.set(e);
                }
              },
              "blocked receiver");
      receiver.start();
      entered.await();
      Duration bound = LINGER.plusSeconds(course.isStrict() ? 1 : 30);
      long before = System.nanoTime();
      callers.within(
          bound,
          "the close",
          () -> {
            context.close();
            return Outcome.DONE;
          });
      longest = Math.max(longest, System.nanoTime() - before);
      receiver.join(TimeUnit.SECONDS.toMillis(30));
      if (!(outcome.get() instanceof ClosedException)) {
        throw new LateException("the receiver's outcome is " + outcome.get());
      }
    }
    callers.end();
    course.fact("longest close", longest / 1_000 + " µs");
  }
}
