package io.cero.campaigns.resources;

import io.cero.Context;
import io.cero.Message;
import io.cero.OverflowOptions;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Queue for a peer that is down, 32 MiB a round, then let it come and read everything: memory stays
 * where it was, and every message is there, once, in order.
 */
public final class OverflowCampaign implements Campaign {
  private static final long ROUND = 32L << 20;
  private static final int MARK = 100;
  private static final int LONGEST = 64 << 10;

  /** What a JVM's memory varies by, and what the mark allows. */
  private static final long ALLOWANCE = (16L << 20) + (long) MARK * LONGEST;

  @Override
  public String name() {
    return "overflow";
  }

  @Override
  public String summary() {
    return "queue 1 GiB on disk for a peer that is down: memory stays flat, nothing is lost";
  }

  @Override
  public long usualRounds() {
    return 32;
  }

  @Override
  public void run(Course course) throws Exception {
    Path directory = Files.createTempDirectory("cero-overflow");
    try {
      run(course, directory);
    } finally {
      try (Stream<Path> left = Files.list(directory)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private static void run(Course course, Path directory) throws IOException {
    String endpoint = "ipc://" + directory.resolve("socket");
    OverflowOptions overflow = OverflowOptions.in(directory).withMaximumBytes(1L << 40);
    long before = memory();
    long most = 0;
    long number = 0;
    long queued = 0;
    SplittableRandom lengths = new SplittableRandom(course.seed());
    try (Context context = Context.create(o -> o.linger(Duration.ZERO))) {
      PushSocket push = context.push(o -> o.highWaterMark(MARK).overflow(overflow));
      push.connect(endpoint);
      byte[] body = new byte[LONGEST];
      long writing = System.nanoTime();
      while (course.next()) {
        for (long sent = 0; sent < ROUND; ) {
          int length = length(lengths);
          ByteBuffer.wrap(body).putLong(0, number++).putLong(length - Long.BYTES, number);
          if (!push.trySend(ByteBuffer.wrap(body, 0, length))) {
            throw new IOException("no room for message " + number + " at " + queued + " bytes");
          }
          sent += length;
          queued += length;
        }
        most = Math.max(most, grown(before, queued));
      }
      writing = System.nanoTime() - writing;
      PullSocket pull = context.pull(o -> o.receiveHighWaterMark(MARK));
      long reading = System.nanoTime();
      pull.bind(endpoint);
      lengths = new SplittableRandom(course.seed());
      for (long i = 0; i < number; i++) {
        int length = length(lengths);
        Message message =
            pull.receive(Duration.ofSeconds(60))
                .orElseThrow(() -> new IOException("nothing came for a minute"));
        ByteBuffer got = ByteBuffer.wrap(message.first().toByteArray());
        if (got.remaining() != length
            || got.getLong(0) != i
            || got.getLong(length - Long.BYTES) != i + 1) {
          throw new IOException("message " + i + " is another, or damaged");
        }
        if (i % 10_000 == 0) {
          most = Math.max(most, grown(before, queued));
        }
      }
      reading = System.nanoTime() - reading;
      course.fact("messages", number);
      course.fact("queued", (queued >> 20) + " MiB");
      course.fact("most memory beyond the start", (most >> 10) + " KiB");
      course.fact("onto disk", rate(queued, writing));
      course.fact("off disk and through ipc", rate(queued, reading));
    }
  }

  private static int length(SplittableRandom random) {
    return random.nextInt(4) == 0 ? random.nextInt(16, LONGEST) : random.nextInt(16, 4_000);
  }

  private static String rate(long bytes, long nanos) {
    return bytes * 1_000 / Math.max(1, nanos) + " MB/s";
  }

  private static long grown(long before, long queued) throws IOException {
    long now = memory() - before;
    if (now > ALLOWANCE) {
      throw new IOException(
          (now >> 10) + " KiB more memory in use with " + (queued >> 20) + " MiB queued");
    }
    return now;
  }

  /** Heap that is reachable, and direct memory. */
  private static long memory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long direct = 0;
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      direct += pool.getMemoryUsed();
    }
    return runtime.totalMemory() - runtime.freeMemory() + direct;
  }
}
