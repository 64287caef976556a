package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.Interest;
import io.cero.InterruptedOperationException;
import io.cero.Message;
import io.cero.Poller;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.TcpOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A thread is interrupted at any point of a send, a receive, a poll and a close: the outcome is a
 * typed one, the flag is kept, no message is lost, cut or doubled, and the socket works as before.
 */
class InterruptionConformanceTest extends Conformance {
  private static final int ROUNDS = 150;
  private static final int CLOSES = 25;
  private static final int LATEST = 150_000;
  private static final String BODY = "x".repeat(4_000);

  private final long seed = Long.getLong("cero.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** A call, made again and again until it throws, in a thread that is interrupted meanwhile. */
  private final class Interrupted {
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicReference<Throwable> outcome = new AtomicReference<>();
    private final AtomicBoolean sent = new AtomicBoolean();
    private final Runnable meanwhile;
    private volatile boolean flag;

    Interrupted() {
      this(() -> {});
    }

    /** Something is done just before or just after the interrupt. */
    Interrupted(Runnable meanwhile) {
      this.meanwhile = meanwhile;
    }

    /** Interrupts at a random moment; returns how often the call had done what it says. */
    int times(Runnable call) throws InterruptedException {
      begin(
          () -> {
            while (true) {
              call.run();
              completed.incrementAndGet();
            }
          });
      assertInstanceOf(InterruptedOperationException.class, outcome.get(), this::context);
      return completed.get();
    }

    /** The same for a call that needs no wait, or ends by itself. */
    void once(Runnable call) throws InterruptedException {
      begin(call);
      assertEquals(null, outcome.get(), this::context);
    }

    private void begin(Runnable body) throws InterruptedException {
      Thread thread =
          start(
              "interrupted",
              () -> {
                try {
                  body.run();
                } catch (Throwable thrown) {
                  outcome.set(thrown);
                }
                while (!sent.get()) {
                  Thread.onSpinWait(); // it may have ended before it was interrupted
                }
                flag = Thread.currentThread().isInterrupted();
              });
      long moment = System.nanoTime() + random.nextInt(LATEST);
      while (System.nanoTime() - moment < 0) {
        Thread.onSpinWait();
      }
      boolean before = random.nextBoolean();
      if (before) {
        meanwhile.run();
      }
      thread.interrupt();
      if (!before) {
        meanwhile.run();
      }
      sent.set(true);
      thread.join(PATIENCE.toMillis());
      assertTrue(!thread.isAlive(), () -> "hangs at " + Arrays.toString(thread.getStackTrace()));
      assertTrue(flag, () -> "the flag is not kept; " + context());
    }

    private String context() {
      return "seed " + seed + ", outcome " + outcome.get();
    }
  }

  private static Message numbered(int number) {
    return Message.of("m" + number, BODY);
  }

  /** Little room in the kernel, so that a send soon has to wait. */
  private static UnaryOperator<TcpOptions> narrow() {
    return tcp -> tcp.withSendBufferSize(8192).withReceiveBufferSize(8192);
  }

  @EveryTransport
  void shouldSendWholeMessagesOrNoneWhenInterruptedAtAnyPoint(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(3).tcp(narrow()));
    PushSocket push = context.push(o -> o.sendHighWaterMark(3).tcp(narrow()));
    join(transport, pull, push);
    int received = 0;
    for (int round = 0; round < ROUNDS; round++) {
      AtomicInteger next = new AtomicInteger(received);
      int sent =
          new Interrupted()
              .times(
                  () -> {
                    push.send(numbered(next.get()));
                    next.incrementAndGet();
                  });
      for (int last = received + sent; received < last; received++) {
        assertEquals(numbered(received), receive(pull), () -> "seed " + seed);
      }
      send(push, "usable");
      assertEquals("usable", text(pull), () -> "seed " + seed);
    }
  }

  @EveryTransport
  void shouldLoseNoMessageWhenAReceiveIsInterruptedAtAnyPoint(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    join(transport, pull, push);
    for (int round = 0; round < ROUNDS; round++) {
      int sent = random.nextInt(3);
      AtomicInteger next = new AtomicInteger();
      for (int i = 0; i < sent; i++) {
        send(push, "m" + i);
      }
      new Interrupted(() -> send(push, "m" + sent))
          .times(() -> assertEquals("m" + next.getAndIncrement(), pull.receive().text()));
      for (int i = next.get() - 1; i <= sent; i++) {
        assertEquals("m" + i, text(pull), () -> "seed " + seed);
      }
      send(push, "usable");
      assertEquals("usable", text(pull), () -> "seed " + seed);
    }
  }

  @EveryTransport
  void shouldPollOnWhenAPollIsInterruptedAtAnyPoint(Transport transport)
      throws InterruptedException {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    join(transport, pull, push);
    try (Poller poller = context.poller()) {
      poller.register(pull, Interest.READ);
      for (int round = 0; round < ROUNDS; round++) {
        int sent = random.nextInt(3);
        AtomicInteger next = new AtomicInteger();
        for (int i = 0; i < sent; i++) {
          send(push, "m" + i);
        }
        new Interrupted(() -> send(push, "m" + sent))
            .times(
                () -> {
                  poller.poll();
                  pull.tryReceive()
                      .ifPresent(m -> assertEquals("m" + next.getAndIncrement(), m.text()));
                });
        while (next.get() <= sent) {
          assertEquals(1, poller.poll(PATIENCE).size(), () -> "seed " + seed);
          assertEquals("m" + next.getAndIncrement(), text(pull), () -> "seed " + seed);
        }
        assertEquals(0, poller.poll(Duration.ZERO).size());
      }
    }
  }

  @EveryTransport
  void shouldCloseAllWhenAClosingThreadIsInterruptedAtAnyPoint(Transport transport)
      throws InterruptedException {
    for (int round = 0; round < CLOSES; round++) {
      Context other = Context.create(o -> o.linger(Duration.ofMillis(random.nextInt(4))));
      PullSocket pull = other.pull();
      PushSocket push = other.push();
      join(transport, pull, push);
      PushSocket toNobody = other.push();
      toNobody.connect(lasting(transport));
      toNobody.send("lingers");
      boolean socketsFirst = random.nextBoolean();
      new Interrupted()
          .once(
              () -> {
                if (socketsFirst) {
                  pull.close();
                  push.close();
                  toNobody.close();
                }
                other.close();
              });
      assertTrue(pull.isClosed() && push.isClosed() && toNobody.isClosed() && other.isClosed());
    }
  }
}
