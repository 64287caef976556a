package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ConcurrentUseException;
import io.cero.Message;
import io.cero.PairSocket;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RepSocket;
import io.cero.ReqSocket;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Which threads may do what. */
class ThreadsConformanceTest extends Conformance {
  @EveryTransport
  void shouldNameBothThreadsWhenTwoUseOneSocket(Transport transport) throws InterruptedException {
    PullSocket pull = context.pull();
    String endpoint = pull.bind(transport.fresh());
    AtomicReference<String> received = new AtomicReference<>();
    Thread user =
        start(
            "the user",
            () -> {
              while (received.get() == null) {
                try {
                  received.set(pull.receiveText());
                } catch (ConcurrentUseException e) {
                  Thread.onSpinWait(); // the intruder was first
                }
              }
            });
    ConcurrentUseException refusal = null;
    Thread.currentThread().setName("the intruder");
    while (refusal == null) {
      try {
        pull.isReadable();
      } catch (ConcurrentUseException e) {
        refusal = e;
      }
    }

    assertTrue(refusal.getMessage().contains("'the user'"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("'the intruder'"), refusal.getMessage());
    PushSocket push = context.push();
    push.connect(endpoint);
    push.send("goes on");
    user.join(PATIENCE.toMillis());
    assertEquals("goes on", received.get());
    assertFalse(pull.isReadable());
  }

  @EveryTransport
  void shouldSendWholeMessagesOrNameBothThreadsWhenSixteenSend(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    join(transport, pull, push);
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(16);
    for (int t = 0; t < 16; t++) {
      String name = "user " + t;
      start(
          name,
          () -> {
            for (int i = 0; i < 1500; i++) {
              try {
                push.send(Message.of(name, "" + i, name));
                accepted.incrementAndGet();
              } catch (ConcurrentUseException e) {
                refused.incrementAndGet();
                if (!namesTwoUsers(e, name)) {
                  wrong.add(String.valueOf(e.getMessage()));
                }
              }
            }
            done.countDown();
          });
    }
    int received = 0;
    while (done.getCount() > 0 || received < accepted.get()) {
      Message message = pull.receive(Duration.ofMillis(20)).orElse(null);
      if (message != null) {
        received++;
        assertEquals(3, message.frameCount());
        assertEquals(message.text(0), message.text(2));
      }
    }
    assertEquals(List.of(), List.copyOf(wrong));
    assertEquals(24_000, accepted.get() + refused.get());
    assertEquals(accepted.get(), received);
  }

  private static boolean namesTwoUsers(ConcurrentUseException e, String intruder) {
    String text = String.valueOf(e.getMessage());
    int from = text.indexOf("while thread 'user ");
    return text.startsWith("thread '" + intruder + "' used this PUSH socket while")
        && from > 0
        && !text.startsWith("while thread '" + intruder + "'", from);
  }

  @EveryTransport
  void shouldWorkWhenASocketMovesFromThreadToThread(Transport transport)
      throws InterruptedException {
    ReqSocket req = context.req();
    RepSocket rep = context.rep();
    join(transport, rep, req);
    AtomicInteger steps = new AtomicInteger();
    Semaphore first = new Semaphore(1);
    Semaphore second = new Semaphore(0);
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      Semaphore mine = t == 0 ? first : second;
      Semaphore next = t == 0 ? second : first;
      threads.add(
          start(
              "mover " + t,
              () -> {
                try {
                  for (int i = 0; i < 300; i++) {
                    mine.acquire();
                    int step = steps.getAndIncrement();
                    if (step % 3 == 0) {
                      req.send("q" + step);
                    } else if (step % 3 == 1) {
                      assertEquals("q" + (step - 1), rep.receiveText());
                      rep.send("a" + step);
                    } else {
                      assertEquals("a" + (step - 1), req.receiveText());
                    }
                    next.release();
                  }
                } catch (Throwable failure) {
                  failures.add(failure);
                  next.release(1000);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join(PATIENCE.toMillis());
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  @EveryTransport
  void shouldServeAllWhenManyThreadsHaveASocketEach(Transport transport)
      throws InterruptedException {
    PullSocket sink = context.pull();
    String endpoint = sink.bind(transport.fresh());
    for (int t = 0; t < 16; t++) {
      start(
          "source " + t,
          () -> {
            PushSocket push = context.push(o -> o.linger(PATIENCE));
            push.connect(endpoint);
            for (int i = 0; i < 1000; i++) {
              push.send("x");
            }
            push.close();
          });
    }
    for (int i = 0; i < 16_000; i++) {
      assertEquals("x", text(sink));
    }
  }

  @EveryTransport
  void shouldCallBackWhenSomethingHasBecomePossible(Transport transport)
      throws InterruptedException {
    PairSocket a = context.pair();
    PairSocket b = context.pair();
    join(transport, a, b);
    Semaphore ready = new Semaphore(0);
    a.onReady(ready::release);
    int received = 0;
    for (int i = 0; i < 100; i++) {
      b.send("m" + i);
      b.send("n" + i);
      while (received < 2 * i + 2) {
        if (a.tryReceive().isPresent()) {
          received++;
        } else {
          assertTrue(
              ready.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "never called back");
        }
      }
    }
    a.onReady(null);
  }

  @EveryTransport
  void shouldCallBackWhenThereIsRoomAgain(Transport transport) throws InterruptedException {
    PushSocket push = context.push(o -> o.sendHighWaterMark(10));
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(10));
    join(transport, pull, push);
    Semaphore ready = new Semaphore(0);
    push.onReady(ready::release);
    Thread reader =
        start(
            "reader",
            () -> {
              for (int i = 0; i < 5000; i++) {
                pull.receive();
              }
            });

    for (int i = 0; i < 5000; i++) {
      while (!push.trySend("m" + i)) {
        assertTrue(
            ready.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "never called back");
      }
    }
    reader.join(PATIENCE.toMillis());
    assertFalse(reader.isAlive());
  }

  @EveryTransport
  void shouldGoOnWhenACallbackThrows(Transport transport) {
    PairSocket a = context.pair();
    PairSocket b = context.pair();
    join(transport, a, b);
    AtomicInteger calls = new AtomicInteger();
    a.onReady(
        () -> {
          if (calls.incrementAndGet() > 1) {
            throw new IllegalStateException("from a callback");
          }
        });

    for (int i = 0; i < 20; i++) {
      b.send("m" + i);
      assertEquals("m" + i, text(a));
    }
  }

  @Test
  void shouldEndEveryReceiveWhenVirtualThreadsWait() throws Exception {
    Method ofVirtual = null;
    try {
      ofVirtual = Thread.class.getMethod("ofVirtual");
    } catch (NoSuchMethodException olderJdk) {
      Assumptions.abort("this JDK has no virtual threads");
    }
    Object builder = ofVirtual.invoke(null);
    ThreadFactory factory =
        (ThreadFactory)
            Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    for (Transport transport : Transport.values()) {
      PushSocket push = context.push();
      String endpoint = push.bind(transport.fresh());
      CountDownLatch received = new CountDownLatch(300);
      for (int i = 0; i < 300; i++) {
        PullSocket pull = context.pull();
        pull.connect(endpoint);
        factory
            .newThread(
                () -> {
                  pull.receive();
                  received.countDown();
                  pull.close();
                })
            .start();
      }
      while (received.getCount() > 0) {
        push.send(Message.of("x"), Duration.ofMillis(10));
      }
      assertTrue(received.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }
  }
}
