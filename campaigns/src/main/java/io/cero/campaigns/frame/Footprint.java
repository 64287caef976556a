package io.cero.campaigns.frame;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param descriptors open file descriptors
 * @param threads live threads of the library
 * @param directBytes direct memory
 * @param heapBytes heap after a collection
 */
public record Footprint(long descriptors, long threads, long directBytes, long heapBytes) {
  private static final int COLLECTIONS = 3;

  /** Takes it now; collects garbage. */
  public static Footprint now() throws IOException {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heap = Math.min(heap, runtime.totalMemory() - runtime.freeMemory());
    }
    return new Footprint(openDescriptors(), liveThreads(), direct(), heap);
  }

  /** How many descriptors are open; 0 where the system does not say. */
  public static long openDescriptors() throws IOException {
    Path self = Path.of("/proc/self/fd");
    if (!Files.isDirectory(self)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(self)) {
      return open.count();
    }
  }

  private static long liveThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("cero-"))
        .count();
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** Throws if it holds more than another by more than what a JVM does of its own accord. */
  public void requireNoMoreThan(Footprint start) {
    if (!isNoMoreThan(start)) {
      throw new AssertionError("there is more than at the start: " + this + "; it was " + start);
    }
  }

  /** True if it holds as much as another, but for what a JVM does of its own accord. */
  public boolean isNoMoreThan(Footprint start) {
    return descriptors <= start.descriptors + 2
        && threads <= start.threads
        && directBytes <= start.directBytes + (1 << 20)
        && heapBytes <= start.heapBytes + (4 << 20);
  }

  @Override
  public String toString() {
    return String.format(
        "%d descriptors, %d threads, %,d B direct, %,d B heap",
        descriptors, threads, directBytes, heapBytes);
  }
}
