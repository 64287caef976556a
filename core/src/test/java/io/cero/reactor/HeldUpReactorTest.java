package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An I/O thread goes on, and goes on waiting, whatever what it runs does to it. */
class HeldUpReactorTest {
  private Reactor reactor;

  @BeforeEach
  void start() throws Exception {
    reactor = new Reactor("held-up");
    reactor.start();
  }

  @AfterEach
  void end() throws Exception {
    reactor.close();
    reactor.join(TimeUnit.SECONDS.toNanos(20));
    assertTrue(reactor.isOver(), "the I/O thread has not ended");
  }

  /** What the reactor logs is met by a filter that throws, until the result is run. */
  private static Runnable throwingLog() throws ReflectiveOperationException {
    System.getLogger("io.cero.reactor"); // makes sure that the logger is the one that is used
    Class<?> type = Class.forName("java.util.logging.Logger");
    Class<?> filter = Class.forName("java.util.logging.Filter");
    Object logger = type.getMethod("getLogger", String.class).invoke(null, "io.cero.reactor");
    Object throwing =
        Proxy.newProxyInstance(
            HeldUpReactorTest.class.getClassLoader(),
            new Class<?>[] {filter},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("thrown by the log");
            });
    type.getMethod("setFilter", filter).invoke(logger, throwing);
    return () -> {
      try {
        type.getMethod("setFilter", filter).invoke(logger, (Object) null);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    };
  }

  private void requireGoingOn() throws Exception {
    CountDownLatch next = new CountDownLatch(1);
    reactor.execute(next::countDown);
    assertTrue(next.await(20, TimeUnit.SECONDS), "nothing is run any more");
  }

  @Test
  void shouldGoOnWhenATaskThrowsAndTheLogToo() throws Exception {
    Runnable quiet = throwingLog();
    try {
      CountDownLatch run = new CountDownLatch(1);
      reactor.execute(
          () -> {
            run.countDown();
            throw new IllegalStateException("thrown by a task, as the test wants");
          });
      run.await();
      requireGoingOn();
    } finally {
      quiet.run();
    }
  }

  @Test
  void shouldGoOnWhenATailThrowsAndTheLogToo() throws Exception {
    Runnable quiet = throwingLog();
    try {
      CountDownLatch looked = new CountDownLatch(1);
      reactor.watch(
          new Tail() {
            @Override
            protected boolean onLook() {
              looked.countDown();
              throw new IllegalStateException("thrown by a tail, as the test wants");
            }
          });
      looked.await();
      requireGoingOn();
    } finally {
      quiet.run();
    }
  }

  @Test
  void shouldForgetAnInterruptWhenWhatItRunsHasLeftOne() throws Exception {
    for (int round = 0; round < 20; round++) {
      CountDownLatch run = new CountDownLatch(1);
      reactor.execute(
          () -> {
            Thread.currentThread().interrupt();
            run.countDown();
          });
      run.await();
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      // Behind a wait of the reactor's: two tasks may be run in a row.
      reactor.execute(
          () ->
              reactor.execute(() -> interrupted.complete(Thread.currentThread().isInterrupted())));
      assertFalse(interrupted.get(20, TimeUnit.SECONDS), "it would wait no more");
    }
  }

  @Test
  void shouldRunATimerInTimeWhenAnotherIsSetForTheFarthestFuture() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    Timer due = new Timer(gone::countDown);
    Timer never = new Timer(() -> {});
    reactor.execute(
        () -> {
          reactor.schedule(due, 0);
          long begin = System.nanoTime();
          while (System.nanoTime() == begin) {
            Thread.onSpinWait(); // until the first one is overdue
          }
          reactor.schedule(never, Long.MAX_VALUE);
        });
    assertTrue(gone.await(20, TimeUnit.SECONDS), "the timer that is due waits behind the other");
  }
}
