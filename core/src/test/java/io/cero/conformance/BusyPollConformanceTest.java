package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.InterruptedOperationException;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RepSocket;
import io.cero.ReqSocket;
import io.cero.SocketOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Sockets whose waiting calls look again and again: all that ends a sleep ends that too. */
class BusyPollConformanceTest extends Conformance {
  @EveryTransport
  void shouldPassEveryMessageWhenBothSidesAreBusy(Transport transport) throws InterruptedException {
    RepSocket rep = context.rep(o -> o.busyPoll(SocketOptions.FOREVER));
    ReqSocket req = context.req(o -> o.busyPoll(SocketOptions.FOREVER));
    join(transport, rep, req);
    Thread echo =
        start(
            "echo",
            () -> {
              for (int i = 0; i < 300; i++) {
                rep.send(rep.receive());
              }
            });
    for (int i = 0; i < 300; i++) {
      req.send("request " + i);
      assertEquals("request " + i, text(req));
    }
    echo.join(PATIENCE.toMillis());
    assertTrue(!echo.isAlive());
  }

  @EveryTransport
  void shouldFindEveryPeerWhenABusySocketHasSeveral(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull(o -> o.busyPoll(SocketOptions.FOREVER));
    PushSocket one = context.push();
    PushSocket two = context.push();
    join(transport, pull, one, two);
    for (int i = 0; i < 20; i++) {
      PushSocket push = i % 2 == 0 ? one : two;
      Thread sender = start("sender", () -> push.send("x"));
      assertEquals("x", text(pull));
      sender.join();
    }
  }

  @EveryTransport
  void shouldTimeOutWhenABusyCallFindsNothing(Transport transport) {
    PullSocket pull = context.pull(o -> o.busyPoll(SocketOptions.FOREVER));
    join(transport, pull, context.push());
    assertEquals(Optional.empty(), pull.receive(Duration.ofMillis(5)));
  }

  @EveryTransport
  void shouldReceiveWhenABusyCallHasFallenAsleep(Transport transport) {
    PullSocket pull = context.pull(o -> o.busyPoll(Duration.ofNanos(1)));
    PushSocket push = context.push();
    join(transport, pull, push);
    for (int i = 0; i < 20; i++) {
      assertEquals(Optional.empty(), pull.receive(Duration.ofMillis(1)));
      push.send("message " + i);
      assertEquals("message " + i, text(pull));
    }
  }

  @EveryTransport
  void shouldEndABusyCallWhenItsThreadIsInterrupted(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull(o -> o.busyPoll(SocketOptions.FOREVER));
    join(transport, pull, context.push());
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread user = inVain("receiver", pull::receive, outcome);
    user.interrupt();
    user.join(PATIENCE.toMillis());
    assertInstanceOf(InterruptedOperationException.class, outcome.get());
  }

  @EveryTransport
  void shouldEndABusyCallWhenTheSocketIsClosed(Transport transport) throws InterruptedException {
    PullSocket pull = context.pull(o -> o.busyPoll(SocketOptions.FOREVER));
    join(transport, pull, context.push());
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread user = inVain("receiver", pull::receive, outcome);
    pull.close();
    user.join(PATIENCE.toMillis());
    assertInstanceOf(ClosedException.class, outcome.get());
  }

  @Connected
  void shouldEndABusySendWhenTheSocketIsClosed(Transport transport) throws InterruptedException {
    PushSocket push =
        context.push(o -> o.busyPoll(SocketOptions.FOREVER).sendHighWaterMark(1).immediate(true));
    push.connect(lasting(transport));
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread user = inVain("sender", () -> push.send(new byte[1 << 20]), outcome);
    push.close();
    user.join(PATIENCE.toMillis());
    assertInstanceOf(ClosedException.class, outcome.get());
  }

  /** Has another thread make a call; returns when it is about to. */
  private Thread inVain(String name, Runnable call, AtomicReference<Throwable> outcome)
      throws InterruptedException {
    CountDownLatch began = new CountDownLatch(1);
    Thread user =
        start(
            name,
            () -> {
              began.countDown();
              try {
                call.run();
              } catch (RuntimeException e) {
                outcome.set(e);
              }
            });
    began.await();
    return user;
  }
}
