package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.overflow.MoverThreads;
import io.cero.overflow.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random traffic through a log that overflows, over the boundary between memory and disk and back
 * again many times, checked byte by byte. Each run has a seed of its own, which a failure names;
 * set the property {@code cero.seed} to repeat it.
 */
class OverflowSoakTest {
  private static final int ROUNDS = 12;

  private final long seed = Long.getLong("cero.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final MoverThreads movers = new MoverThreads("soak-overflow");

  @TempDir private Path directory;

  @AfterEach
  void end() {
    threads.shutdownNow();
    movers.close();
  }

  private String says(String what) {
    return what + " (seed " + seed + ")";
  }

  private int mark() {
    return switch (random.nextInt(3)) {
      case 0 -> 1;
      case 1 -> 2 + random.nextInt(20);
      default -> 300;
    };
  }

  private long budget() {
    return random.nextBoolean() ? 0 : 1 + random.nextInt(3_000_000);
  }

  /** What the reader is to do next: read up to a message, and then say so, or end. */
  private record Goal(int upTo, Semaphore reached) {}

  @RepeatedTest(6)
  void shouldKeepOrderAndLoseNothingWhenItCrossesTheBoundaryAgainAndAgain() throws Exception {
    int mark = mark();
    Place place = new Place(directory, 256L << 20, 64L << 10 << random.nextInt(6));
    OverflowLog log = new OverflowLog(new ChunkPool(), mark, budget(), place, movers);
    Semaphore room = new Semaphore(0);
    Semaphore messages = new Semaphore(0);
    AtomicInteger crossings = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    BlockingQueue<String> trouble = new LinkedBlockingQueue<>();
    log.onRoom(room::release);
    log.observe(
        new OverflowLog.Observer() {
          @Override
          public void overflowBegan() {
            crossings.incrementAndGet();
          }

          @Override
          public void moved() {
            if (log.takeReaderWaiting()) {
              messages.release();
            }
          }

          @Override
          public void failed(String text) {
            trouble.add(text);
          }

          @Override
          public void lost(long lost, String text) {
            trouble.add(lost + " lost: " + text);
          }

          @Override
          public void overflowEnded() {
            ended.incrementAndGet();
          }
        });
    BlockingQueue<Goal> goals = new LinkedBlockingQueue<>();
    AtomicInteger hooks = new AtomicInteger();
    Future<?> reader =
        threads.submit(
            () -> {
              Traffic expected = new Traffic(seed);
              int read = 0;
              for (Goal goal = goals.take(); goal.upTo >= 0; goal = goals.take()) {
                while (read < goal.upTo) {
                  while (!log.hasMessage()) {
                    if (log.awaitMessage()) {
                      messages.acquire();
                    }
                  }
                  long inMemory = log.publishedMessages - log.consumed();
                  assertTrue(inMemory <= mark, says("mark " + mark + ", in memory " + inMemory));
                  assertNull(expected.check(log), says("message " + read));
                  read++;
                }
                goal.reached.release();
              }
              return null;
            });
    Traffic traffic = new Traffic(seed);
    int written = 0;
    int drained = 0;
    Semaphore reached = new Semaphore(0);
    for (int round = 0; round < ROUNDS; round++) {
      int wanted = 1 + random.nextInt(2 * mark + 50);
      for (int i = 0; i < wanted || !log.isOverflowing(); i++) {
        append(log, traffic, hooks, room, messages);
        written++;
      }
      boolean all = random.nextBoolean();
      goals.add(new Goal(written - (all ? 0 : random.nextInt(wanted)), reached));
      for (int more = random.nextInt(mark + 50); !all && more > 0; more--) {
        append(log, traffic, hooks, room, messages);
        written++;
      }
      awaitUnless(reader, reached);
      if (all) {
        drained++;
        assertEquals(0, log.queued(), says("nothing waits"));
        while (ended.get() < crossings.get()) {
          Thread.onSpinWait(); // the mover is about to see that nothing is left
        }
        assertTrue(log.hasRoom(), says("there is room in memory again"));
      } else {
        assertTrue(log.queued() > 0 || written == log.consumed(), says("what waits is counted"));
      }
    }
    goals.add(new Goal(written, reached));
    awaitUnless(reader, reached);
    goals.add(new Goal(-1, reached));
    reader.get();
    while (ended.get() < crossings.get()) {
      Thread.onSpinWait(); // as above
    }
    assertTrue(crossings.get() >= Math.max(1, drained), says(crossings + " crossings"));
    assertEquals(0, log.queued(), says("nothing waits"));
    assertEquals(0, log.queuedBytes(), says("no byte waits"));
    assertEquals(0, hooks.get(), says("every hook has run once"));
    assertTrue(trouble.isEmpty(), says(trouble.toString()));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(0, left.count(), says("files that are left"));
    }
  }

  private static void awaitUnless(Future<?> reader, Semaphore reached) throws Exception {
    while (!reached.tryAcquire(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      if (reader.isDone()) {
        reader.get();
      }
    }
  }

  private static void append(
      OverflowLog log, Traffic traffic, AtomicInteger hooks, Semaphore room, Semaphore messages)
      throws InterruptedException {
    while (!log.hasRoom() && !log.hasRoomOnDisk()) {
      if (log.awaitRoom()) {
        room.acquire();
      }
    }
    traffic.append(log, true, hooks);
    if (log.takeReaderWaiting()) {
      messages.release();
    }
  }
}
