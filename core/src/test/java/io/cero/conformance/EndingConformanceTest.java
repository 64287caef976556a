package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.DropReason;
import io.cero.InterruptedOperationException;
import io.cero.Message;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.Receiver;
import io.cero.ReqSocket;
import io.cero.Sender;
import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What ends: closing, lingering, interrupts, timeouts. */
class EndingConformanceTest extends Conformance {
  private static final Duration FOREVER = Duration.ofDays(1);

  /** A call in a thread of its own, and how it ended. */
  private final class Call {
    private final AtomicReference<Throwable> outcome = new AtomicReference<>();
    private volatile boolean flag;
    private final Thread thread;

    Call(String name, Runnable body) {
      thread =
          start(
              name,
              () -> {
                try {
                  body.run();
                } catch (Throwable thrown) {
                  outcome.set(thrown);
                }
                flag = Thread.currentThread().isInterrupted();
              });
    }

    /** Waits until the thread sleeps inside the call, in a park or in a selector. */
    Call blocked() {
      while (true) {
        Thread.State state = thread.getState();
        assertTrue(state != Thread.State.TERMINATED, () -> "ended with " + outcome.get());
        boolean inside = false;
        for (StackTraceElement frame : thread.getStackTrace()) {
          inside |= frame.getClassName().equals("io.cero.socket.SocketCore");
        }
        boolean selecting =
            thread.getStackTrace().length > 0
                && thread.getStackTrace()[0].getMethodName().equals("wait");
        if (inside && (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)) {
          return this;
        }
        if (inside && selecting && state == Thread.State.RUNNABLE) {
          return this;
        }
        Thread.onSpinWait();
      }
    }

    Throwable ended() throws InterruptedException {
      thread.join(PATIENCE.toMillis());
      assertTrue(!thread.isAlive(), () -> "hangs at " + List.of(thread.getStackTrace()));
      return outcome.get();
    }
  }

  private List<Function<Context, Socket>> receivers() {
    return List.of(
        Context::pull,
        Context::sub,
        Context::dealer,
        Context::router,
        Context::pair,
        Context::rep,
        Context::xpub,
        Context::xsub);
  }

  @EveryTransport
  void shouldEndABlockedReceiveWhenTheContextIsClosed(Transport transport)
      throws InterruptedException {
    Context other = Context.create();
    List<Call> calls = new ArrayList<>();
    for (Function<Context, Socket> type : receivers()) {
      Socket socket = type.apply(other);
      socket.bind(transport.fresh());
      calls.add(new Call("receiver", () -> ((Receiver) socket).receive()).blocked());
    }

    other.close();

    for (Call call : calls) {
      assertInstanceOf(ClosedException.class, call.ended());
    }
  }

  @EveryTransport
  void shouldEndABlockedSendWhenTheContextIsClosed(Transport transport)
      throws InterruptedException {
    Context other = Context.create();
    List<Call> calls = new ArrayList<>();
    for (Function<Context, Socket> type :
        List.<Function<Context, Socket>>of(
            Context::push, Context::dealer, Context::req, Context::pair)) {
      Socket socket = type.apply(other);
      socket.bind(transport.fresh());
      calls.add(new Call("sender", () -> ((Sender) socket).send("x")).blocked());
    }

    other.close();

    for (Call call : calls) {
      assertInstanceOf(ClosedException.class, call.ended());
    }
  }

  @EveryTransport
  void shouldEndABlockedCallWhenTheSocketIsClosed(Transport transport) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      PullSocket pull = context.pull();
      pull.bind(transport.fresh());
      Call receive = new Call("receiver", pull::receive);
      if (i % 2 == 0) {
        receive.blocked();
      }
      pull.close();
      assertInstanceOf(ClosedException.class, receive.ended());

      PushSocket push = context.push();
      push.bind(transport.fresh());
      Call send = new Call("sender", () -> push.send("x"));
      if (i % 2 == 0) {
        send.blocked();
      }
      push.close();
      assertInstanceOf(ClosedException.class, send.ended());
    }
  }

  @EveryTransport
  void shouldEndEveryThreadWhenTheContextIsClosedWhileMessagesFlow(Transport transport)
      throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      Context other = Context.create(o -> o.linger(Duration.ZERO));
      PullSocket pull = other.pull();
      PushSocket push = other.push();
      join(transport, pull, push);
      CyclicBarrier flowing = new CyclicBarrier(3);
      Call sender =
          new Call(
              "sender",
              () -> {
                push.send("first");
                meet(flowing);
                while (true) {
                  push.send(new byte[100]);
                }
              });
      Call receiver =
          new Call(
              "receiver",
              () -> {
                pull.receive();
                meet(flowing);
                while (true) {
                  pull.receive();
                }
              });
      meet(flowing);

      other.close();

      assertInstanceOf(ClosedException.class, sender.ended());
      assertInstanceOf(ClosedException.class, receiver.ended());
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @EveryTransport
  void shouldSayInterruptedAndStayUsableWhenAReceiveIsInterrupted(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    join(transport, pull, push);
    for (int i = 0; i < 20; i++) {
      Call call = new Call("receiver", pull::receive);
      if (i % 2 == 0) {
        call.blocked();
      }
      call.thread.interrupt();

      assertInstanceOf(InterruptedOperationException.class, call.ended());
      assertTrue(call.flag, "the flag stays set");
      send(push, "usable " + i);
      assertEquals("usable " + i, text(pull));
    }
  }

  @EveryTransport
  void shouldSayInterruptedAndStayUsableWhenASendIsInterrupted(Transport transport)
      throws InterruptedException {
    PushSocket push = context.push();
    String endpoint = push.bind(transport.fresh());
    for (int i = 0; i < 20; i++) {
      Call call = new Call("sender", () -> push.send("lost"));
      if (i % 2 == 0) {
        call.blocked();
      }
      call.thread.interrupt();
      assertInstanceOf(InterruptedOperationException.class, call.ended());
      assertTrue(call.flag, "the flag stays set");
    }
    PullSocket pull = context.pull();
    pull.connect(endpoint);
    send(push, "usable");
    assertEquals("usable", text(pull));
    assertNothing(pull);
  }

  @EveryTransport
  void shouldDeliverEverythingOnceWhenBothEndsAreInterruptedAtAnyPoint(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(5));
    PushSocket push = context.push(o -> o.sendHighWaterMark(5));
    join(transport, pull, push);
    int count = 30_000;
    Call sender =
        new Call(
            "sender",
            () -> {
              for (int i = 0; i < count; i++) {
                while (true) {
                  try {
                    push.send("m" + i, "second frame");
                    break;
                  } catch (InterruptedOperationException e) {
                    assertTrue(Thread.interrupted());
                  }
                }
              }
            });
    Call receiver =
        new Call(
            "receiver",
            () -> {
              for (int i = 0; i < count; i++) {
                while (true) {
                  try {
                    assertEquals(Message.of("m" + i, "second frame"), pull.receive());
                    break;
                  } catch (InterruptedOperationException e) {
                    assertTrue(Thread.interrupted());
                  }
                }
              }
            });
    while (receiver.thread.isAlive()) {
      (ThreadLocalRandom.current().nextBoolean() ? sender : receiver).thread.interrupt();
      receiver.thread.join(1);
    }
    assertEquals(null, receiver.ended());
    sender.ended();
  }

  @EveryTransport
  void shouldSendAndReceiveWhatNeedsNoWaitWhenTheThreadIsInterrupted(Transport transport) {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    join(transport, pull, push);
    send(push, "before");
    while (!pull.isReadable()) {
      Thread.onSpinWait();
    }

    Thread.currentThread().interrupt();
    try {
      push.send("under interrupt");
      assertEquals("before", pull.receiveText());
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals("under interrupt", text(pull));
  }

  @EveryTransport
  void shouldBindConnectAndCloseWhenTheThreadIsInterrupted(Transport transport) {
    Thread.currentThread().interrupt();
    try {
      Context other = Context.create();
      PullSocket pull = other.pull();
      PushSocket push = other.push();
      String endpoint = pull.bind(transport.fresh());
      push.connect(endpoint);
      pull.unbind(endpoint);
      push.disconnect(endpoint);
      push.close();
      other.close();
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  @EveryTransport
  void shouldEndInTimeWhenWhatWasSentCannotBeDelivered(Transport transport) {
    for (Duration linger : List.of(Duration.ZERO, Duration.ofMillis(30))) {
      for (int i = 0; i < 10; i++) {
        Context other = Context.create();
        PushSocket push = other.push(o -> o.linger(linger));
        push.connect(lasting(transport));
        for (int m = 0; m < 10; m++) {
          push.send("to nobody");
        }
        assertTimeoutPreemptively(linger.plusSeconds(5), other::close);
      }
    }
  }

  @Connected
  void shouldEndInTimeWhenThePeerDoesNotRead(Transport transport) {
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(1));
    Context other = Context.create();
    PushSocket push = other.push(o -> o.linger(Duration.ofMillis(50)));
    join(transport, pull, push);
    byte[] body = new byte[1 << 20];
    int sent = 0;
    while (push.send(Message.of(body), Duration.ofMillis(20))) {
      assertTrue(++sent < 2000, "it never refuses");
    }

    assertTimeoutPreemptively(Duration.ofSeconds(5), other::close);
  }

  @EveryTransport
  void shouldDeliverWhenTheListenerComesDuringTheLinger(Transport transport) {
    if (!transport.hasConnections()) {
      return; // an inproc message waits in the pipe of a socket that is gone
    }
    String endpoint = lasting(transport);
    PushSocket push = context.push(o -> o.linger(PATIENCE));
    push.connect(endpoint);
    push.send("late");
    push.close();

    PullSocket pull = context.pull();
    pull.bind(endpoint);

    assertEquals("late", text(pull));
  }

  @EveryTransport
  void shouldDeliverEverythingWhenTheContextIsClosedAtOnce(Transport transport) {
    if (!transport.hasConnections()) {
      return; // inproc ends with its context
    }
    for (int i = 0; i < 20; i++) {
      PullSocket pull = context.pull(o -> o.receiveHighWaterMark(0));
      String endpoint = pull.bind(transport.fresh());
      try (Context other = Context.create(o -> o.linger(PATIENCE))) {
        PushSocket push = other.push();
        push.connect(endpoint);
        for (int m = 0; m < 500; m++) {
          push.send("m" + m);
        }
      }
      for (int m = 0; m < 500; m++) {
        assertEquals("m" + m, text(pull));
      }
    }
  }

  @Test
  void shouldWaitOutALingerWhenTheSocketIsClosedBeforeItsContext() {
    Duration linger = Duration.ofMillis(700);
    Context other = Context.create(o -> o.linger(Duration.ZERO));
    PushSocket push = other.push(o -> o.linger(linger));
    push.connect("tcp://127.0.0.1:1");
    push.send("to nobody, who may yet come");

    long before = System.nanoTime();
    push.close();
    other.close();

    assertTrue(System.nanoTime() - before >= linger.toNanos(), "it may have come by then");
  }

  @EveryTransport
  void shouldDoNothingWhenClosedTwice(Transport transport) {
    Context other = Context.create();
    PullSocket pull = other.pull();
    pull.bind(transport.fresh());
    pull.close();
    pull.close();
    other.close();
    other.close();
    pull.close();
    assertTrue(pull.isClosed());
    assertTrue(other.isClosed());
    assertThrows(ClosedException.class, other::pull);
  }

  @EveryTransport
  void shouldCloseOnceWhenManyThreadsClose(Transport transport) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      Context other = Context.create();
      PullSocket pull = other.pull();
      PushSocket push = other.push(o -> o.linger(Duration.ZERO));
      join(transport, pull, push);
      push.send("x");
      List<Call> calls = new ArrayList<>();
      CyclicBarrier together = new CyclicBarrier(6);
      for (Runnable close :
          List.<Runnable>of(pull::close, push::close, other::close, pull::close, other::close)) {
        calls.add(
            new Call(
                "closer",
                () -> {
                  meet(together);
                  close.run();
                }));
      }
      meet(together);
      for (Call call : calls) {
        assertEquals(null, call.ended());
      }
      assertTrue(pull.isClosed() && push.isClosed());
    }
  }

  @Test
  void shouldLetGoWhenClosingWhileConnectingAgainAndAgain() {
    for (int i = 0; i < 300; i++) {
      Context other = Context.create(o -> o.linger(Duration.ZERO));
      ReqSocket req = other.req();
      req.connect("tcp://127.0.0.1:1");
      req.send("to nobody");
      assertTimeoutPreemptively(Duration.ofSeconds(5), other::close);
    }
  }

  @EveryTransport
  void shouldTellTheMonitorThatItStopsWhenTheSocketIsClosed(Transport transport) {
    PullSocket pull = context.pull();
    SocketMonitor monitor = pull.monitor();
    pull.bind(transport.fresh());
    pull.close();

    await(monitor, SocketEvent.MonitorStopped.class);
    monitor.close();
  }

  /** Takes what a monitor tells until nothing can come any more. */
  private static List<SocketEvent> allOf(SocketMonitor monitor) {
    List<SocketEvent> all = new ArrayList<>();
    try {
      while (true) {
        all.add(monitor.next(FOREVER).orElseThrow());
      }
    } catch (ClosedException over) {
      assertThrows(ClosedException.class, () -> monitor.next(FOREVER));
      assertTrue(monitor.poll().isEmpty());
      return all;
    }
  }

  private static void assertToldOnce(List<SocketEvent> events, Class<? extends SocketEvent> kind) {
    assertEquals(1, events.stream().filter(kind::isInstance).count(), () -> kind + " in " + events);
  }

  @EveryTransport
  void shouldEndTheMonitorOnceWhatLingersHasEndedWhenTheSocketIsClosed(Transport transport) {
    PullSocket pull = context.pull();
    PushSocket push = context.push(o -> o.linger(PATIENCE));
    SocketMonitor monitor = push.monitor();
    join(transport, pull, push);
    push.send("lingers");
    push.close();
    if (transport == Transport.INPROC) { // it is still in the queue that both share
      await(monitor, SocketEvent.MonitorStopped.class);
      assertTrue(monitor.next(Duration.ofMillis(1)).isEmpty());
      pull.close();
      List<SocketEvent> rest = allOf(monitor);
      assertToldOnce(rest, SocketEvent.Dropped.class);
      return;
    }
    List<SocketEvent> all = allOf(monitor);
    assertToldOnce(all, SocketEvent.MonitorStopped.class);
    assertToldOnce(all, SocketEvent.Disconnected.class);
    assertToldOnce(all, SocketEvent.Closed.class);
    assertEquals("lingers", pull.receive(PATIENCE).orElseThrow().text());
  }

  @EveryTransport
  void shouldEndTheMonitorOnceTheLingerIsOverWhenNobodyIsThere(Transport transport) {
    PushSocket push = context.push(o -> o.linger(Duration.ofMillis(20)));
    SocketMonitor monitor = push.monitor();
    push.connect(lasting(transport));
    push.send("to nobody");
    push.close();
    List<SocketEvent> all = allOf(monitor);
    assertToldOnce(all, SocketEvent.MonitorStopped.class);
    SocketEvent.Dropped dropped =
        (SocketEvent.Dropped)
            all.stream().filter(SocketEvent.Dropped.class::isInstance).findFirst().orElseThrow();
    assertEquals(DropReason.LINGER_ENDED, dropped.reason());
  }

  @EveryTransport
  void shouldEndTheMonitorWithItsContextAtTheLatest(Transport transport) {
    Context other = Context.create(o -> o.linger(Duration.ZERO));
    PullSocket pull = other.pull();
    PushSocket push = other.push();
    SocketMonitor monitor = push.monitor();
    join(transport, pull, push);
    push.send("is never received");
    other.close();
    assertToldOnce(allOf(monitor), SocketEvent.MonitorStopped.class);
  }

  @Test
  void shouldEndTheMonitorWhenItIsClosedItself() {
    PullSocket pull = context.pull();
    SocketMonitor monitor = pull.monitor();
    SocketMonitor other = pull.monitor();
    monitor.close();
    assertEquals(1, allOf(monitor).size());
    pull.close();
    other.close();
    assertToldOnce(allOf(other), SocketEvent.MonitorStopped.class);
  }
}
