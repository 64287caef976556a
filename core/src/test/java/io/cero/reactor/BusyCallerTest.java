package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller that looks again and again. Most of these reactors have no running I/O thread. */
@Timeout(20)
class BusyCallerTest {
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final Waiter waiter = new Waiter();
  private final Reactor reactor;
  private int looks;

  BusyCallerTest() throws IOException {
    reactor = new Reactor("busy");
  }

  /** Does something at one look, and finds nothing. */
  private DirectRead at(int look, Runnable what) {
    BooleanSupplier channel =
        () -> {
          if (++looks == look) {
            what.run();
          }
          return false;
        };
    return new DirectRead(channel);
  }

  private void awaitBusily(DirectRead direct) {
    reactor.await(waiter, FOR_EVER, true, direct, FOR_EVER);
  }

  @Test
  void shouldReadItsOwnChannelAgainAndAgainWhenNobodyWakesIt() {
    awaitBusily(at(1000, waiter::signal));
    assertEquals(1000, looks);
    assertTrue(waiter.take());
    reactor.discard();
  }

  @Test
  void shouldRunTasksWhileItLooks() {
    awaitBusily(at(1, () -> reactor.execute(waiter::signal)));
    assertTrue(waiter.take());
    reactor.discard();
  }

  @Test
  void shouldRunTimersWhileItLooks() {
    awaitBusily(at(1, () -> reactor.schedule(new Timer(waiter::signal), 1)));
    assertTrue(waiter.take());
    reactor.discard();
  }

  @Test
  void shouldServeOtherChannelsWhileItLooks() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    ChannelHandler handler =
        new ChannelHandler() {
          @Override
          public void onReady(int readyOperations) {
            waiter.signal();
          }

          @Override
          public void onFault(Throwable fault) {}
        };
    reactor.execute(
        () -> {
          try {
            reactor.register(pipe.source(), SelectionKey.OP_READ, handler);
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    awaitBusily(at(-1, () -> {}));
    assertTrue(waiter.take());
    pipe.sink().close();
    pipe.source().close();
    reactor.discard();
  }

  @Test
  void shouldServeOtherChannelsWhenItsOwnHasSomethingAgainAndAgain() {
    CountDownLatch served = new CountDownLatch(1);
    DirectRead stream =
        new DirectRead(
            () -> {
              waiter.signal();
              return true;
            });
    reactor.execute(served::countDown);
    for (int i = 0; i < DirectRead.TURN; i++) {
      assertEquals(1, served.getCount());
      reactor.await(waiter, FOR_EVER, true, stream, 0);
      assertTrue(waiter.take());
    }
    assertEquals(0, served.getCount());
    reactor.discard();
  }

  @Test
  void shouldLeaveWhenItsThreadIsInterrupted() {
    awaitBusily(at(100, () -> Thread.currentThread().interrupt()));
    assertTrue(Thread.interrupted());
    assertFalse(waiter.take());
    reactor.discard();
  }

  @Test
  void shouldLeaveWhenTheReactorEnds() throws InterruptedException {
    reactor.start();
    DirectRead closing = at(100, reactor::close);
    while (looks < 100) {
      awaitBusily(closing); // returns early when the I/O thread leaves the reactor to it
    }
    assertEquals(100, looks);
    reactor.join(Long.MAX_VALUE);
  }

  @Test
  void shouldSleepWhenItHasLookedForLongEnough() throws InterruptedException {
    Waiter elsewhere = new Waiter();
    Thread caller =
        new Thread(
            () -> {
              while (!elsewhere.take()) {
                reactor.await(elsewhere, FOR_EVER, true, at(-1, () -> {}), 1);
              }
            });
    caller.start();
    while (!isSelecting(caller)) {
      Thread.onSpinWait();
    }
    elsewhere.signal();
    caller.join();
    reactor.discard();
  }

  private static boolean isSelecting(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getMethodName().equals("selectFor")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void shouldReadItsOwnChannelWhenAnotherThreadDrives() throws InterruptedException {
    CountDownLatch drives = new CountDownLatch(1);
    Waiter other = new Waiter();
    Thread driver =
        new Thread(
            () ->
                reactor.await(
                    other,
                    FOR_EVER,
                    true,
                    new DirectRead(
                        () -> {
                          drives.countDown();
                          return false;
                        }),
                    0));
    driver.start();
    drives.await();

    DirectRead own = at(1000, waiter::signal);
    while (!waiter.isSignalled()) {
      awaitBusily(own);
    }

    assertEquals(1000, looks);
    other.signal();
    driver.join();
    reactor.discard();
  }
}
