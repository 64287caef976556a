package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random traffic through the pipes, a thread at each end, checked byte by byte. Each run has a seed
 * of its own, which a failure names; set the property {@code cero.seed} to repeat it.
 */
class PipeSoakTest {
  private static final int MESSAGES = 3_000;

  private final long seed = Long.getLong("cero.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private String says(String what) {
    return what + " (seed " + seed + ")";
  }

  private int mark() {
    return switch (random.nextInt(4)) {
      case 0 -> 1;
      case 1 -> 2 + random.nextInt(5);
      case 2 -> 1000;
      default -> 0;
    };
  }

  private long budget() {
    return random.nextBoolean() ? 0 : 1 + random.nextInt(3_000_000);
  }

  @RepeatedTest(10)
  void shouldCarryEveryMessageWhenWriterAndReaderWaitForEachOther() throws Exception {
    int mark = mark();
    Log log = new Log(new ChunkPool(), mark, budget());
    AtomicInteger hooks = new AtomicInteger();
    Semaphore room = new Semaphore(0);
    Semaphore messages = new Semaphore(0);
    log.onRoom(room::release);
    long trims = random.nextInt(50) + 2;
    Future<?> writer =
        threads.submit(
            () -> {
              Traffic traffic = new Traffic(seed);
              for (int i = 0; i < MESSAGES; i++) {
                while (!log.hasRoom()) {
                  if (log.awaitRoom()) {
                    room.acquire();
                  }
                }
                traffic.append(log, true, hooks);
                if (log.takeReaderWaiting()) {
                  messages.release();
                }
                if (i % trims == 0) {
                  log.trim();
                }
              }
              return null;
            });
    Traffic expected = new Traffic(seed);
    for (int i = 0; i < MESSAGES; i++) {
      while (!log.hasMessage()) {
        if (log.awaitMessage()) {
          messages.acquire();
        }
      }
      long queued = log.queued();
      assertTrue(mark == 0 || queued <= mark, says("mark " + mark + ", queued " + queued));
      assertNull(expected.check(log), says("message " + i));
    }
    writer.get();
    assertFalse(log.hasMessage(), says("nothing is left"));
    assertTrue(log.trim(), says("the memory is given back"));
    assertEquals(0, hooks.get(), says("every hook has run once"));
    assertEquals(0, log.queuedBytes(), says("no byte is left"));
  }

  @RepeatedTest(10)
  void shouldCarryEveryMessageWhenBytesBreakAnywhereOnTheWay() throws Exception {
    Log out = new Log(new ChunkPool(), mark(), budget());
    Log in = new Log(new ChunkPool(), mark(), budget());
    AtomicInteger hooks = new AtomicInteger();
    Outlet outlet = new Outlet(out);
    Intake intake = new Intake(in, -1, (memory, offset, length) -> {});
    Semaphore room = new Semaphore(0);
    Semaphore work = new Semaphore(0);
    Semaphore inRoom = new Semaphore(0);
    Semaphore messages = new Semaphore(0);
    out.onRoom(room::release);
    in.onRoom(inRoom::release);
    long parts = seed * 31;
    try (ServerSocketChannel server = ServerSocketChannel.open();
        SocketChannel near = SocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      near.connect(server.getLocalAddress());
      try (SocketChannel far = server.accept()) {
        Future<?> writer =
            threads.submit(
                () -> {
                  Traffic traffic = new Traffic(seed);
                  for (int i = 0; i < MESSAGES; i++) {
                    while (!out.hasRoom()) {
                      work.release();
                      if (out.awaitRoom()) {
                        room.acquire();
                      }
                    }
                    traffic.append(out, true, hooks);
                    work.release();
                  }
                  return null;
                });
        Future<?> flusher =
            threads.submit(
                () -> {
                  Parts channel = new Parts(near, new Random(parts));
                  while (out.consumed() < MESSAGES) {
                    work.acquire();
                    work.drainPermits();
                    while (outlet.write(channel) != Egress.Flow.DRAINED) {
                      Thread.onSpinWait(); // a blocking channel is never full for good
                    }
                  }
                  near.shutdownOutput();
                  return null;
                });
        Future<?> taker =
            threads.submit(
                () -> {
                  Parts channel = new Parts(far, new Random(parts + 1));
                  while (true) {
                    int published = intake.isMarked() ? intake.walk() : 0;
                    if (intake.isMarked() || !intake.hasRoom()) {
                      tell(in, messages, published);
                      if (in.awaitRoom()) {
                        inRoom.acquire();
                      }
                      continue;
                    }
                    int count = intake.read(channel);
                    tell(in, messages, published + Math.max(0, count));
                    if (count < 0) {
                      return null;
                    }
                  }
                });
        Traffic expected = new Traffic(seed);
        for (int i = 0; i < MESSAGES; i++) {
          while (!in.hasMessage()) {
            if (in.awaitMessage()) {
              messages.acquire();
            }
          }
          assertNull(expected.check(in), says("message " + i));
        }
        writer.get();
        flusher.get();
        taker.get();
      }
    }
    assertFalse(in.hasMessage(), says("nothing is left"));
    assertEquals(MESSAGES, out.consumed(), says("every message counts as written"));
    assertTrue(outlet.isDrained(), says("every byte is written"));
    assertEquals(0, hooks.get(), says("every hook has run once"));
  }

  private static void tell(Log in, Semaphore messages, int published) {
    if (published > 0 && in.takeReaderWaiting()) {
      messages.release();
    }
  }

  /** A channel that takes and brings bytes in parts of random size, down to a single one. */
  private static final class Parts implements GatheringByteChannel, ReadableByteChannel {
    private final SocketChannel channel;
    private final Random random;

    Parts(SocketChannel channel, Random random) {
      this.channel = channel;
      this.random = random;
    }

    private int part() {
      return switch (random.nextInt(4)) {
        case 0 -> 1 + random.nextInt(16);
        case 1 -> 1 + random.nextInt(3_000);
        default -> 1 + random.nextInt(500_000);
      };
    }

    private static int limited(ByteBuffer buffer, int most) {
      int limit = buffer.limit();
      if (buffer.remaining() > most) {
        buffer.limit(buffer.position() + most);
      }
      return limit;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int limit = limited(source, part());
      int count = channel.write(source);
      source.limit(limit);
      return count;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      int left = part();
      long written = 0;
      for (int i = offset; i < offset + length && left > 0; i++) {
        int limit = limited(sources[i], left);
        int count = channel.write(sources[i]);
        sources[i].limit(limit);
        written += count;
        left -= count;
      }
      return written;
    }

    @Override
    public long write(ByteBuffer[] sources) throws IOException {
      return write(sources, 0, sources.length);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int limit = limited(target, part());
      int count = channel.read(target);
      target.limit(limit);
      return count;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
