package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.DealerSocket;
import io.cero.Message;
import io.cero.Reconnect;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.UnroutableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A ROUTER whose peers are killed and come back under their names, while it is busy. */
class HandoverConformanceTest extends Conformance {
  private static final int RESTARTS = 1_000;
  private static final int BYSTANDERS = 3;

  private DealerSocket named(String name) {
    return context.dealer(o -> o.routingId(RoutingId.of(name)).reconnect(Reconnect.never()));
  }

  @EveryTransport
  void shouldReachWhoeverHasTheNameNowWhenItIsKilledAndRestartedUnderLoad(Transport transport)
      throws InterruptedException {
    long seed = Long.getLong("cero.seed", System.nanoTime());
    Random random = new Random(seed);
    RouterSocket router = context.router(o -> o.mandatory(true).handover(true));
    String endpoint = router.bind(transport.fresh());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicLong unroutable = new AtomicLong();
    start("busy router", () -> answer(router, unroutable, failure));
    AtomicLong exchanges = new AtomicLong();
    List<DealerSocket> others = new ArrayList<>();
    for (int i = 0; i < BYSTANDERS; i++) {
      DealerSocket other = named("bystander " + i);
      others.add(other);
      other.connect(endpoint);
      start("bystander " + i, () -> ask(other, exchanges, failure));
    }

    Deque<DealerSocket> left = new ArrayDeque<>(); // replaced while they were still connected
    for (int i = 0; i < RESTARTS; i++) {
      DealerSocket phoenix = named("phoenix");
      phoenix.connect(endpoint);
      send(phoenix, "life " + i);
      String answer;
      do { // what its predecessors asked last may be answered to it, since it has the name
        answer = phoenix.receive(PATIENCE).map(Message::text).orElse("nothing");
      } while (answer.startsWith("last words of ") && !answer.endsWith(" " + i));
      assertEquals("life " + i, answer, "seed " + seed);
      for (int more = random.nextInt(3); more > 0; more--) {
        send(phoenix, "last words of " + i);
      }
      if (random.nextBoolean()) {
        phoenix.close();
      } else {
        left.add(phoenix);
        if (left.size() > 4) {
          left.remove().close();
        }
      }
    }

    for (DealerSocket other : others) {
      other.close();
    }
    assertNull(failure.get(), () -> failure.get() + ", seed " + seed);
    assertTrue(exchanges.get() > 0);
    router.close();
  }

  private static void answer(
      RouterSocket router, AtomicLong unroutable, AtomicReference<Throwable> failure) {
    try {
      while (true) {
        Message message = router.receive();
        try {
          router.send(message);
        } catch (UnroutableException killedMeanwhile) {
          unroutable.incrementAndGet();
        }
      }
    } catch (ClosedException end) {
      // The test is over.
    } catch (Throwable fault) {
      failure.compareAndSet(null, fault);
    }
  }

  private static void ask(
      DealerSocket dealer, AtomicLong exchanges, AtomicReference<Throwable> failure) {
    try {
      for (long i = 0; ; i++) {
        dealer.send("question " + i);
        assertEquals("question " + i, dealer.receiveText());
        exchanges.incrementAndGet();
      }
    } catch (ClosedException end) {
      // The test is over.
    } catch (Throwable fault) {
      failure.compareAndSet(null, fault);
    }
  }
}
