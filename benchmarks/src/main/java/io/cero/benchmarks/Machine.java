package io.cero.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that measures, in words. */
final class Machine {
  private Machine() {}

  /** Processor, cores, memory, kernel. */
  static String hardware() {
    String memory = field("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
    return field("/proc/cpuinfo", "model name")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores"
        + (memory.isEmpty() ? "" : ", " + Long.parseLong(memory) / (1 << 20) + " GiB");
  }

  /** The kernel. */
  static String kernel() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version");
  }

  /** The JDK that runs this. */
  static String jdk() {
    return System.getProperty("java.vm.name") + " " + Runtime.version();
  }

  private static String field(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException elsewhere) {
      return "";
    }
  }
}
