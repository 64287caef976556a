package io.cero.campaigns.frame;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process uses.
 *
 * @param cpuNanos processor time since it began
 * @param heapBytes heap in use, garbage and all
 * @param residentBytes memory that is really there; 0 where the system does not say
 * @param descriptors open file descriptors
 * @param threads live threads
 */
public record Usage(
    long cpuNanos, long heapBytes, long residentBytes, long descriptors, int threads) {
  private static final String RESIDENT = "VmRSS:";

  /** What this process uses now. */
  public static Usage now() throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Runtime runtime = Runtime.getRuntime();
    return new Usage(
        system.getProcessCpuTime(),
        runtime.totalMemory() - runtime.freeMemory(),
        resident(),
        Footprint.openDescriptors(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith(RESIDENT)) {
        return Long.parseLong(line.substring(RESIDENT.length()).replaceAll("[^0-9]", "")) << 10;
      }
    }
    return 0;
  }

  /** Reads what {@link #toLine} wrote. */
  public static Usage parse(String line) {
    List<Long> numbers = List.of(line.split(" ")).stream().map(Long::valueOf).toList();
    return new Usage(
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        (int) (long) numbers.get(4));
  }

  /** The numbers in a line, for {@link #parse}. */
  public String toLine() {
    return cpuNanos + " " + heapBytes + " " + residentBytes + " " + descriptors + " " + threads;
  }

  @Override
  public String toString() {
    return String.format(
        "%,d MiB resident, %,d MiB heap, %,d descriptors, %d threads",
        residentBytes >> 20, heapBytes >> 20, descriptors, threads);
  }
}
