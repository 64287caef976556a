package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Several threads play ping-pong over one reactor, each driving it, parking or leaving it as chance
 * has it, with tasks, tails and timers in between.
 *
 * <p>What is lost between who leaves work and who goes to sleep stops a game for ever, unless a
 * look of the I/O thread finds it. Fails when a leaving caller does not wake the I/O thread, and
 * when a task does not wake the selector; a window of nanoseconds is too short for it, and is left
 * to the stress tests, which explore every interleaving. Each run has a seed of its own, which a
 * failure names; set the property {@code cero.seed} to repeat it.
 */
class HandOverSoakTest {
  private static final int ROUNDS = 2_000;
  private static final long PATIENCE = 50;

  private final long seed = Long.getLong("cero.seed", System.nanoTime());
  private final AtomicInteger tasksLeft = new AtomicInteger();
  private final AtomicInteger tasksRun = new AtomicInteger();
  private final AtomicInteger published = new AtomicInteger();
  private volatile int flushed;
  private final AtomicReference<Throwable> fault = new AtomicReference<>();

  /** One player: reads from its own pipe, writes into the other's. */
  private final class Player implements ChannelHandler {
    private final Reactor reactor;
    private final Random random;
    private final boolean mayDrive;
    private final Waiter waiter = new Waiter();
    private final Pipe pipe;
    private final ByteBuffer in = ByteBuffer.allocateDirect(16);
    private volatile int received;
    private Player other;

    Player(Reactor reactor, long seed) throws IOException {
      this.reactor = reactor;
      this.random = new Random(seed);
      this.mayDrive = random.nextInt(4) != 0;
      this.pipe = Pipe.open();
      pipe.source().configureBlocking(false);
    }

    void register() {
      try {
        reactor.register(pipe.source(), SelectionKey.OP_READ, this);
      } catch (IOException e) {
        onFault(e);
      }
    }

    @Override
    public void onReady(int readyOperations) {
      try {
        int count = pipe.source().read(in.clear());
        if (count > 0) {
          received += count;
          waiter.signal();
        }
      } catch (IOException e) {
        onFault(e);
      }
    }

    @Override
    public void onFault(Throwable thrown) {
      fault.compareAndSet(null, thrown);
    }

    /** Hits by a byte for the selector, or by a task; a lost one ends the game. */
    void hit() throws IOException {
      if (random.nextBoolean()) {
        other.pipe.sink().write(ByteBuffer.allocate(1));
      } else {
        reactor.execute(other::taskCame);
      }
    }

    private void taskCame() {
      received += 1; // only the driver writes
      waiter.signal();
    }

    void await(int count) {
      if (random.nextInt(4) == 0) {
        while (received < count) {
          LockSupport.parkNanos(20_000); // looks elsewhere: somebody else has to drive
        }
        return;
      }
      while (received < count) {
        waiter.take();
        if (received >= count) {
          return;
        }
        long nanos = random.nextInt(4) == 0 ? random.nextInt(300_000) : Long.MAX_VALUE;
        reactor.await(waiter, nanos, mayDrive, null, 0);
      }
    }

    void play(boolean serves) {
      try {
        for (int round = 1; round <= ROUNDS; round++) {
          if (serves) {
            hit();
          }
          await(round);
          if (!serves) {
            hit();
          }
          distract();
        }
      } catch (IOException | RuntimeException | Error e) {
        onFault(e);
      }
    }

    private void distract() {
      switch (random.nextInt(12)) {
        case 0 -> {
          tasksLeft.incrementAndGet();
          reactor.execute(tasksRun::incrementAndGet);
        }
        case 1 -> {
          published.incrementAndGet();
          reactor.watch(tail);
        }
        case 2 -> {
          tasksLeft.incrementAndGet();
          Timer timer = new Timer(tasksRun::incrementAndGet);
          long nanos = random.nextInt(3_000_000);
          reactor.execute(() -> reactor.schedule(timer, nanos));
        }
        case 3 -> reactor.glance();
        case 4 -> {
          if (random.nextInt(20) == 0) {
            LockSupport.parkNanos(6_000_000); // long enough for the I/O thread to fall asleep
          }
        }
        default -> {
          // The next round at once.
        }
      }
    }

    void close() throws IOException {
      pipe.sink().close();
      pipe.source().close();
    }
  }

  private final Tail tail =
      new Tail() {
        private int again;

        @Override
        protected boolean onLook() {
          flushed = published.get();
          again = (again + 1) % 5;
          return again != 0;
        }
      };

  private String says(String what) {
    return what + " (seed " + seed + ")";
  }

  @RepeatedTest(5)
  void shouldLeaveNothingUndoneWhenManyThreadsDriveByTurns() throws Exception {
    Random random = new Random(seed);
    int pairs = 1 + random.nextInt(2);
    Reactor reactor = new Reactor("soak-io");
    reactor.start();
    List<Player> players = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      Player one = new Player(reactor, random.nextLong());
      Player two = new Player(reactor, random.nextLong());
      one.other = two;
      two.other = one;
      for (Player player : List.of(one, two)) {
        players.add(player);
        reactor.execute(player::register);
        threads.add(new Thread(() -> player.play(player == one), "player-" + players.size()));
      }
    }
    threads.forEach(Thread::start);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    for (Thread thread : threads) {
      thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      assertTrue(!thread.isAlive(), () -> says(stuck(players)));
    }
    assertEquals(null, fault.get(), says("no fault"));

    // Nobody drives any more, so the I/O thread has to see to all that is left and to come.
    while (tasksRun.get() < tasksLeft.get() || flushed != published.get()) {
      assertTrue(System.nanoTime() < deadline, () -> says(stuck(players)));
      Thread.onSpinWait();
    }
    CountDownLatch last = new CountDownLatch(1);
    reactor.execute(last::countDown);
    assertTrue(last.await(PATIENCE, TimeUnit.SECONDS), says("a task for the I/O thread alone"));
    players.get(0).hit();
    while (players.get(1).received <= ROUNDS) {
      assertTrue(System.nanoTime() < deadline, () -> says(stuck(players)));
      Thread.onSpinWait();
    }
    assertEquals(tasksLeft.get(), tasksRun.get(), says("every task ran once"));
    reactor.close();
    reactor.join(TimeUnit.SECONDS.toNanos(PATIENCE));
    for (Player player : players) {
      player.close();
    }
  }

  private String stuck(List<Player> players) {
    StringBuilder text = new StringBuilder("stuck:");
    for (Player player : players) {
      text.append(" received ").append(player.received).append(player.mayDrive ? " drives" : "");
    }
    text.append(", tasks ").append(tasksRun).append(" of ").append(tasksLeft);
    return text.append(", tails ").append(flushed).append(" of ").append(published).toString();
  }
}
