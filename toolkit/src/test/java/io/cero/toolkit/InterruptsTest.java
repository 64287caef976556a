package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.InterruptedOperationException;
import io.cero.PullSocket;
import io.cero.SocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptsTest {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private Context context = contextWithLinger(SocketOptions.FOREVER);
  private Interrupts interrupts = interrupts();

  private static Context contextWithLinger(Duration linger) {
    return Context.create(o -> o.linger(linger).ioThreads(0));
  }

  private Interrupts interrupts() {
    return new Interrupts(
        context,
        new Interrupts.Jvm() {
          @Override
          public void exit(int status) {
            events.add("exit " + status + (context.isClosed() ? ", context closed" : ""));
          }

          @Override
          public void halt(int status) {
            events.add("halt " + status);
          }
        });
  }

  @AfterEach
  void closeContext() {
    context.close();
  }

  private Thread signal(String name) {
    Thread thread = new Thread(() -> interrupts.onSignal(name));
    thread.start();
    return thread;
  }

  /** Waits until the signal has interrupted the program, which is this thread. */
  private static void awaitInterrupt() {
    while (!Thread.interrupted()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldEndTheCallThenCleanUpThenExitWhenASignalComes() {
    interrupts.onInterrupt(() -> events.add("first clean-up"));
    interrupts.onInterrupt(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    interrupts.onInterrupt(() -> events.add("last clean-up"));
    PullSocket pull = context.pull();
    assertFalse(interrupts.isInterrupted());
    signal("INT");

    assertThrows(InterruptedOperationException.class, pull::receive);
    events.add("left");
    assertTrue(interrupts.isInterrupted());
    interrupts.close();

    assertTrue(Thread.interrupted());
    assertEquals(
        List.of("left", "last clean-up", "first clean-up", "exit 0, context closed"), events);
  }

  @Test
  void shouldEndTheLoopWhenASignalComes() {
    try (EventLoop loop = EventLoop.create(context)) {
      loop.execute(() -> signal("TERM"));
      assertEquals(EventLoop.Ending.INTERRUPTED, loop.run());
    }
    interrupts.close();
    assertTrue(Thread.interrupted());
    assertEquals(List.of("exit 0, context closed"), events);
  }

  @Test
  void shouldNotWaitForAProgramThatDoesNotLeaveWithinTheLinger() throws Exception {
    context.close();
    context = contextWithLinger(Duration.ZERO);
    interrupts = interrupts();
    Thread ending = signal("INT");
    awaitInterrupt();
    ending.join();
    assertEquals(List.of("exit 0, context closed"), events);
    interrupts.close();
  }

  @Test
  void shouldHaltWhenASecondSignalComes() throws Exception {
    CountDownLatch cleaning = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    interrupts.onInterrupt(
        () -> {
          cleaning.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            events.add("interrupted");
          }
        });
    Thread closer = new Thread(() -> interrupts.close());
    Thread first = signal("INT");
    awaitInterrupt();
    closer.start(); // the program leaves
    cleaning.await();
    signal("INT").join();
    signal("TERM").join();
    assertEquals(List.of("halt 130", "halt 143"), events);
    released.countDown();
    first.join();
    closer.join();
    assertEquals(List.of("halt 130", "halt 143", "exit 0, context closed"), events);
  }

  @Test
  void shouldLetACleanUpCloseIt() throws Exception {
    interrupts.onInterrupt(() -> interrupts.close());
    Thread ending = signal("INT");
    awaitInterrupt();
    interrupts.close();
    ending.join();
    assertEquals(List.of("exit 0, context closed"), events);
  }

  @Test
  void shouldDoNothingWhenItIsClosed() throws Exception {
    interrupts.onInterrupt(() -> events.add("clean-up"));
    interrupts.close();
    interrupts.close();
    signal("INT").join();
    assertEquals(List.of(), events);
    assertFalse(context.isClosed());
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
