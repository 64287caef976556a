package io.cero.cli.perf;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What this process takes, in bytes.
 *
 * @param heap what lives in the Java heap after collections
 * @param direct direct buffers
 * @param resident memory of the process in RAM (RSS); 0 where {@code /proc} doesn't say
 */
record Memory(long heap, long direct, long resident) {
  private static final int COLLECTIONS = 4;
  private static final long PAUSE_MILLISECONDS = 100;

  /** Collects garbage, and looks. */
  static Memory now() throws InterruptedException {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      // Reference handling, which frees more, is done by another thread.
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
      heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return new Memory(heap, directBuffers(), residentSet());
  }

  private static long directBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long residentSet() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException notThere) {
      // not a system that says
    }
    return 0;
  }

  /** Returns the processor time of this process so far, in nanoseconds. */
  static long processorNanoseconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Returns how many descriptors this process may have open. */
  static long descriptorLimit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
