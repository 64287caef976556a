package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Closing returns within the linger and a second also where the application itself is the fault.
 */
class HeldUpClosingTest {
  /** The rule for a linger of zero, and what a slow machine adds. */
  private static final Duration MOST = Duration.ofSeconds(4);

  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();
  private static final String THREADS = "held-up";
  private static final int LONG = 100_000;

  private static Context context() {
    return Context.create(o -> o.linger(Duration.ZERO).threadNamePrefix(THREADS));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int port(String endpoint) {
    return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
  }

  private static boolean isFree(int port) {
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      return true;
    } catch (BindException stillThere) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until none of the context's threads is left, and then nobody listens either. */
  private static void requireNothingLeft(int... ports) {
    long begin = System.nanoTime();
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith(THREADS))) {
      assertTrue(System.nanoTime() - begin < PATIENCE, "threads are left");
      Thread.onSpinWait();
    }
    for (int port : ports) {
      assertTrue(isFree(port), "somebody listens at " + port);
    }
  }

  @Test
  void shouldEndInTimeAndDoTheRestLaterWhenAHookHoldsUpASendAndACallbackTheIoThread()
      throws Exception {
    Context context = context();
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    int pulling = port(pull.bind("tcp://127.0.0.1:*"));
    int pushing = port(push.bind("tcp://127.0.0.1:*"));
    push.connect("tcp://127.0.0.1:" + pulling);
    CountDownLatch sendHeld = new CountDownLatch(1);
    CountDownLatch threadHeld = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread[] sender = new Thread[1];
    Runnable hook =
        () -> {
          if (Thread.currentThread() == sender[0]) { // the I/O thread runs hooks too
            sendHeld.countDown();
            await(goOn);
          }
        };
    sender[0] =
        new Thread(
            () -> {
              try {
                while (true) {
                  push.send(ByteBuffer.allocate(LONG), hook);
                }
              } catch (Throwable closed) {
                end.complete(closed);
              }
            });
    sender[0].start();
    while (sendHeld.getCount() > 0) {
      pull.tryReceive();
    }
    List<PullSocket> others = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      PullSocket other = context.pull();
      other.bind("tcp://127.0.0.1:*"); // each of which is to be closed by that thread
      others.add(other);
    }
    Thread main = Thread.currentThread();
    others
        .get(0)
        .onReady(
            () -> {
              if (Thread.currentThread() != main) {
                threadHeld.countDown();
                await(goOn);
              }
            });
    try (Context beside = Context.create(o -> o.linger(Duration.ZERO));
        PushSocket visitor = beside.push()) {
      visitor.connect(others.get(0).lastEndpoint());
      await(threadHeld);
      assertTimeout(MOST, context::close);
      assertFalse(end.isDone(), "it is held up still");
      goOn.countDown();
    }
    assertEquals(ClosedException.class, end.get(30, TimeUnit.SECONDS).getClass());
    requireNothingLeft(pulling, pushing);
  }

  @Test
  void shouldCloseItsOtherSocketsAndThenThisWhenAContextIsClosedWithinACall() {
    Context context = context();
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    int pulling = port(pull.bind("tcp://127.0.0.1:*"));
    int pushing = port(push.bind("tcp://127.0.0.1:*"));
    push.connect(pull.bind("inproc://within"));
    assertTrue(pull.tryReceive().isEmpty()); // so that it waits, and is told
    boolean[] armed = new boolean[1];
    pull.onReady(
        () -> {
          if (armed[0]) {
            armed[0] = false;
            context.close();
          }
        });
    armed[0] = true;
    push.send("calls back, within this call");
    assertTrue(context.isClosed());
    assertThrows(ClosedException.class, () -> push.trySend("anything"));
    assertThrows(ClosedException.class, pull::tryReceive);
    requireNothingLeft(pulling, pushing);
  }
}
