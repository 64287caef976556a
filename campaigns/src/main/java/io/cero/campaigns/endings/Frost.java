package io.cero.campaigns.endings;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.campaigns.frame.LateException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A context whose only I/O thread can be made to stand still, so that its sockets neither read nor
 * answer, as those of a process that is stopped.
 */
final class Frost implements Closeable {
  private static final String THREADS = "frost";

  private final Context context =
      Context.create(o -> o.ioThreads(1).threadNamePrefix(THREADS).linger(Duration.ZERO));
  private final CountDownLatch frozen = new CountDownLatch(1);
  private final CountDownLatch thaw = new CountDownLatch(1);
  private @Nullable RawEnd visitor;

  Context context() {
    return context;
  }

  /** Begins; on return the I/O thread stands still. */
  void begin() throws IOException {
    PullSocket trap = context.pull();
    trap.onReady(
        () -> {
          if (Thread.currentThread().getName().startsWith(THREADS)) {
            frozen.countDown();
            await(thaw);
          }
        });
    RawEnd end = RawEnd.connect(trap.bind("tcp://127.0.0.1:*"));
    visitor = end;
    end.shakeHands("PUSH");
    await(frozen);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new LateException("the frost neither begins nor ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the I/O thread go on. */
  void end() {
    thaw.countDown();
  }

  @Override
  public void close() throws IOException {
    end();
    context.close();
    if (visitor != null) {
      visitor.close();
    }
  }
}
