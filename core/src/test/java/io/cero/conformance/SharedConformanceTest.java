package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.ConcurrentUseException;
import io.cero.DealerSocket;
import io.cero.InterruptedOperationException;
import io.cero.Message;
import io.cero.OptionException;
import io.cero.PairSocket;
import io.cero.PubSocket;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.SubSocket;
import io.cero.UnsupportedFeatureException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Sockets that several threads share. */
class SharedConformanceTest extends Conformance {
  private final long seed = Long.getLong("cero.seed", System.nanoTime());

  /**
   * Starts so many threads with a number each; what they throw is kept, unless they were closed.
   */
  private void startAll(
      int count, ThreadFactory factory, ConcurrentLinkedQueue<Throwable> faults, Body body) {
    for (int t = 0; t < count; t++) {
      int number = t;
      factory
          .newThread(
              () -> {
                try {
                  body.run(number);
                } catch (ClosedException end) {
                  // The test is over.
                } catch (Throwable fault) {
                  faults.add(fault);
                }
              })
          .start();
    }
  }

  private interface Body {
    void run(int number) throws Exception;
  }

  private static Thread platform(Runnable body) {
    Thread thread = new Thread(body);
    thread.setDaemon(true);
    return thread;
  }

  @EveryTransport
  void shouldPassEachMessageOnceAndWholeWhenSixteenThreadsSendAndSixteenReceive(Transport transport)
      throws InterruptedException {
    share(transport, 16, 16, 400, SharedConformanceTest::platform);
  }

  @Test
  void shouldPassEachMessageOnceWhenVirtualThreadsShare() throws Exception {
    Method ofVirtual = null;
    try {
      ofVirtual = Thread.class.getMethod("ofVirtual");
    } catch (NoSuchMethodException olderJdk) {
      Assumptions.abort("this JDK has no virtual threads");
    }
    ThreadFactory factory =
        (ThreadFactory)
            Class.forName("java.lang.Thread$Builder")
                .getMethod("factory")
                .invoke(ofVirtual.invoke(null));
    for (Transport transport : Transport.values()) {
      share(transport, 300, 300, 20, factory);
    }
  }

  private void share(
      Transport transport, int senders, int receivers, int each, ThreadFactory factory)
      throws InterruptedException {
    PushSocket push = context.push(o -> o.shared(true).sendHighWaterMark(20));
    PullSocket pull = context.pull(o -> o.shared(true).receiveHighWaterMark(20));
    join(transport, pull, push);
    ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    Set<String> received = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(senders * each);
    startAll(
        receivers,
        factory,
        faults,
        number -> {
          Random random = new Random(seed + number);
          Map<String, Integer> last = new HashMap<>();
          while (true) {
            Message message =
                random.nextBoolean()
                    ? pull.receive()
                    : pull.receive(Duration.ofNanos(random.nextInt(200_000))).orElse(null);
            if (message != null) {
              assertEquals(3, message.frameCount());
              assertEquals(message.text(0), message.text(2));
              int sequence = Integer.parseInt(message.text(1));
              Integer before = last.put(message.text(0), sequence);
              assertTrue(before == null || before < sequence, "out of order");
              assertTrue(received.add(message.text(0) + "/" + sequence), "twice");
              all.countDown();
            }
          }
        });
    startAll(
        senders,
        factory,
        faults,
        number -> {
          Random random = new Random(seed - number);
          for (int i = 0; i < each; i++) {
            Message message = Message.of("" + number, "" + i, "" + number);
            if (random.nextBoolean()) {
              push.send(message);
            } else {
              while (!push.send(message, Duration.ofNanos(random.nextInt(200_000)))) {
                // Again, then.
              }
            }
          }
        });
    boolean complete = all.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    assertEquals(List.of(), List.copyOf(faults), "seed " + seed);
    assertTrue(complete, all.getCount() + " messages are missing, seed " + seed);
    push.close();
    pull.close();
  }

  @EveryTransport
  void shouldSendWhileAnotherThreadWaitsInReceive(Transport transport) throws InterruptedException {
    DealerSocket shared = context.dealer(o -> o.shared(true));
    PairSocket dummy = context.pair();
    DealerSocket other = context.dealer();
    join(transport, shared, other);
    AtomicReference<String> received = new AtomicReference<>();
    Thread receiver = start("receiver", () -> received.set(text(shared)));
    for (int i = 0; i < 300; i++) {
      shared.send("question " + i);
      assertEquals("question " + i, text(other));
    }
    other.send("answer");
    receiver.join(PATIENCE.toMillis());
    assertEquals("answer", received.get());
    dummy.close();
  }

  @EveryTransport
  void shouldWakeAReceiverForEveryMessageWhenManyWait(Transport transport)
      throws InterruptedException {
    PullSocket shared = context.pull(o -> o.shared(true));
    PushSocket push = context.push();
    join(transport, shared, push);
    for (int round = 0; round < 20; round++) {
      List<Thread> receivers = new ArrayList<>();
      AtomicInteger count = new AtomicInteger();
      for (int i = 0; i < 10; i++) {
        receivers.add(
            start(
                "receiver",
                () -> {
                  text(shared);
                  count.incrementAndGet();
                }));
      }
      for (int i = 0; i < 10; i++) {
        push.send("message");
      }
      for (Thread receiver : receivers) {
        receiver.join(PATIENCE.toMillis());
      }
      assertEquals(10, count.get());
    }
  }

  @Test
  void shouldServeWhoCanBeServedWhenAnotherThreadWaitsForRoom() throws InterruptedException {
    RouterSocket shared = context.router(o -> o.shared(true).mandatory(true).sendHighWaterMark(1));
    DealerSocket slow =
        context.dealer(o -> o.routingId(RoutingId.of("slow")).receiveHighWaterMark(1));
    DealerSocket quick =
        context.dealer(o -> o.routingId(RoutingId.of("quick")).receiveHighWaterMark(1));
    join(Transport.INPROC, shared, slow, quick);
    int sent = 0;
    while (shared.trySend(Message.of("slow", "m" + sent))) {
      sent++;
    }
    Thread waiting = start("waiting", () -> shared.send(Message.of("slow", "last")));
    for (int i = 0; i < 300; i++) {
      shared.send(Message.of("quick", "m" + i));
      assertEquals("m" + i, text(quick));
    }
    assertTrue(waiting.isAlive());
    assertEquals(sent, texts(slow, sent).size());
    assertEquals("last", text(slow));
    waiting.join(PATIENCE.toMillis());
  }

  @EveryTransport
  void shouldWaitForSubscribersWhileOtherThreadsPublish(Transport transport)
      throws InterruptedException {
    PubSocket shared = context.pub(o -> o.shared(true));
    String endpoint = shared.bind(transport.fresh());
    CountDownLatch come = new CountDownLatch(3);
    for (int i = 1; i <= 3; i++) {
      int count = i;
      start(
          "waiter " + i,
          () -> {
            assertTrue(shared.awaitSubscribers("topic", count, PATIENCE));
            come.countDown();
          });
    }
    List<SubSocket> subscribers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SubSocket subscriber = context.sub();
      subscribers.add(subscriber);
      subscriber.subscribe("topic");
      subscriber.connect(endpoint);
      shared.send("another topic");
    }
    assertTrue(come.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    shared.send("topic!");
    for (SubSocket subscriber : subscribers) {
      assertEquals("topic!", text(subscriber));
    }
  }

  @EveryTransport
  void shouldEndEveryWaitWhenItIsClosedOrTheThreadInterrupted(Transport transport)
      throws InterruptedException {
    PairSocket shared = context.pair(o -> o.shared(true));
    shared.bind(transport.fresh());
    ConcurrentLinkedQueue<Class<?>> ends = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(12);
    for (int i = 0; i < 12; i++) {
      int kind = i % 3;
      threads.add(
          start(
              "waiter " + i,
              () -> {
                begun.countDown();
                try {
                  switch (kind) {
                    case 0 -> shared.receive();
                    case 1 -> shared.send("nobody is there");
                    default -> shared.awaitPeers(1, PATIENCE);
                  }
                } catch (RuntimeException e) {
                  ends.add(e.getClass());
                }
              }));
    }
    begun.await();
    for (int i = 0; i < 6; i++) {
      threads.get(i).interrupt();
      threads.get(i).join(PATIENCE.toMillis());
    }
    assertEquals(
        java.util.Collections.nCopies(6, InterruptedOperationException.class), List.copyOf(ends));
    ends.clear();
    shared.close();
    for (Thread thread : threads) {
      thread.join(PATIENCE.toMillis());
      assertFalse(thread.isAlive());
    }
    assertEquals(java.util.Collections.nCopies(6, ClosedException.class), List.copyOf(ends));
  }

  @Test
  void shouldSendOnceAnotherThreadConnects() throws InterruptedException {
    PullSocket pull = context.pull();
    String nobody = pull.bind("tcp://127.0.0.1:*");
    pull.close();
    PushSocket push = context.push(o -> o.shared(true));
    Thread sender = platform(() -> push.send("m"));
    sender.start();
    while (sender.getState() == Thread.State.NEW || sender.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait(); // until it waits: for a peer, or for the connect to be over
    }
    push.connect(nobody);
    sender.join(PATIENCE.toMillis());
    assertFalse(sender.isAlive());
  }

  @Test
  void shouldRefuseWhatTakesSeveralCalls() {
    PairSocket shared = context.pair(o -> o.shared(true));
    PairSocket other = context.pair();
    join(Transport.INPROC, shared, other);

    assertThrows(UnsupportedFeatureException.class, () -> shared.sendMore("first"));
    other.send("one", "two");
    assertThrows(UnsupportedFeatureException.class, shared::receiveFrame);
    ByteBuffer buffer = ByteBuffer.allocate(10);
    assertThrows(UnsupportedFeatureException.class, () -> shared.receive(buffer));
    assertEquals(Message.of("one", "two"), receive(shared)); // it has stayed
    other.send("single");
    assertEquals(6, shared.receive(buffer));
    shared.send("whole");
    assertEquals("whole", text(other));
    assertThrows(OptionException.class, () -> context.req(o -> o.shared(true)));
    assertThrows(OptionException.class, () -> context.rep(o -> o.shared(true)));
  }

  @Test
  void shouldRefuseACallFromWithinACall() {
    PairSocket shared = context.pair(o -> o.shared(true));
    PairSocket other = context.pair();
    join(Transport.INPROC, shared, other);
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    Runnable hook =
        () -> refusal.set(assertThrows(ConcurrentUseException.class, shared::isWritable));
    shared.send(ByteBuffer.wrap(new byte[10]), hook);
    assertTrue(refusal.get() instanceof ConcurrentUseException);
    assertEquals(10, receive(other).first().size());
  }
}
